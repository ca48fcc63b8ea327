import { describe, expect, test, vi } from 'vitest'
import {
  AUDIENCE,
  basic,
  countedKeys,
  ISSUER,
  mint,
  request,
  signer,
  wordFor,
} from '../test-support/authentication.js'
import { createAuthenticator } from './create-authenticator.js'
import { ConfigurationError } from './errors/configuration-error.js'
import { createSigner } from './testing.js'

const fresh = createSigner({ kid: 'new' })
const toHeader = (header: string) => [{ claim: 'sub', to: { header } }]

describe('with()', () => {
  test('shares cache and keys', async () => {
    const source = countedKeys()
    const parent = createAuthenticator({ ...basic, keys: { source } })
    const child = parent.with({ audience: null }).with({ optional: true })
    const token = mint()
    await parent.authenticate(request(token))
    await child.authenticate(request(token))
    expect(source.asked).toBe(2)
    expect(child.status()).toEqual(parent.status())
    expect(child.status().cache.entries).toBe(1)
  })

  test('shares the replay store', async () => {
    const parent = createAuthenticator(basic)
    const [one, two] = [
      parent.with({ preventReplay: true }),
      parent.with({ preventReplay: true, optional: true }),
    ]
    const token = mint()
    expect(await wordFor(one, request(token))).toBe('authenticated')
    expect(await wordFor(two, request(token))).toBe('jti_replayed')
    expect(await wordFor(parent, request(token))).toBe('authenticated')
    expect(await wordFor(createAuthenticator({ ...basic, preventReplay: true }), request(token))).toBe(
      'authenticated',
    )
  })

  test('changes what it names and nothing of its parent', async () => {
    const parent = createAuthenticator({ ...basic, requiredClaims: ['sub'] })
    const child = parent.with({ audience: 'other' })
    const [ours, others] = [mint(), mint({ aud: 'other' })]
    expect(await wordFor(parent, request(ours))).toBe('authenticated')
    expect(await wordFor(child, request(ours))).toBe('audience_refused')
    expect(await wordFor(child, request(others))).toBe('authenticated')
    expect(await wordFor(child, request(mint({ aud: 'other', sub: undefined })))).toBe('claim_missing')
  })

  test.each([
    ['guard', { guard: () => false }, 'scope_insufficient'],
    ['check', { check: () => false }, 'claim_refused'],
    ['revocation', { revocation: { isRevoked: () => true } }, 'token_revoked'],
    ['maxTokenAge', { maxTokenAge: 0, clockTolerance: 0 }, 'lifetime_refused'],
    ['maxLifetime', { maxLifetime: 1 }, 'lifetime_refused'],
  ])('and null switches off the %s that the parent asked for', async (name, options, word) => {
    const parent = createAuthenticator({ ...basic, ...options })
    expect(await wordFor(parent, request(mint()))).toBe(word)
    expect(await wordFor(parent.with({ [name]: null }), request(mint()))).toBe('authenticated')
  })

  test('of something wrong names the option and leaves the family as it was', () => {
    const parent = createAuthenticator(basic)
    expect(() => parent.with({ claimMapping: toHeader('Host') })).toThrow(ConfigurationError)
    expect(parent.mappedNames.header.size).toBe(0)
  })

  test('adds its mapped names to the family, whoever asks', () => {
    const parent = createAuthenticator({ ...basic, claimMapping: toHeader('X-A') })
    const child = parent.with({ claimMapping: [{ claim: 'sub', to: { query: 'Uid' } }] })
    expect(child.mappedNames).toBe(parent.mappedNames)
    expect([[...parent.mappedNames.header], [...parent.mappedNames.query]]).toEqual([['x-a'], ['uid']])
  })
})

describe('replace()', () => {
  const next = { issuer: 'https://new.test', audience: AUDIENCE, keys: fresh.keys }
  const newToken = mint({ iss: next.issuer }, {}, fresh)

  test('swaps at once, and children follow but for what they changed', async () => {
    const parent = createAuthenticator({ ...basic, optional: false })
    const child = parent.with({ optional: true })
    const grandchild = child.with({ audience: 'other' })
    const token = mint()
    await parent.authenticate(request(token))
    parent.replace(next)
    for (const one of [parent, child]) {
      expect(await wordFor(one, request(token))).toBe('key_not_found')
      expect(await wordFor(one, request(newToken))).toBe('authenticated')
    }
    expect(await wordFor(child, request())).toBe('anonymous')
    expect(await wordFor(grandchild, request())).toBe('anonymous')
    expect(await wordFor(grandchild, request(newToken))).toBe('audience_refused')
  })

  test('keeps the keys of a child that has its own', async () => {
    const parent = createAuthenticator(basic)
    const child = parent.with({ issuer: ISSUER, keys: signer.keys })
    parent.replace(next)
    expect(await wordFor(child, request(mint()))).toBe('authenticated')
  })

  test.each([
    ['a bad shape', { ...next, optional: 'yes' }],
    ['a bad key', { ...next, keys: { jwk: { kty: 'RSA' } } }],
    ['what a child cannot live with', { ...next, token: { query: 'uid' } }],
  ])('with %s changes nothing', async (_name, options) => {
    const source = countedKeys()
    const parent = createAuthenticator({ ...basic, keys: { source } })
    const child = parent.with({ claimMapping: [{ claim: 'sub', to: { query: 'uid' } }] })
    const token = mint()
    await parent.authenticate(request(token))
    expect(() => parent.replace(options as never)).toThrow(ConfigurationError)
    expect(await wordFor(parent, request(token))).toBe('authenticated')
    expect(await wordFor(child, request(token))).toBe('authenticated')
    expect(parent.status().cache.entries).toBe(1)
    expect(source.closed).toBe(0)
    expect([...parent.mappedNames.query]).toEqual(['uid'])
  })

  test('called on a child replaces the options of the whole family', async () => {
    const parent = createAuthenticator(basic)
    parent.with({ optional: true }).replace(next)
    expect(await wordFor(parent, request(newToken))).toBe('authenticated')
    expect(await wordFor(parent, request())).toBe('token_missing')
  })

  test('forgets the mapped names that nobody maps any more', () => {
    const parent = createAuthenticator({ ...basic, claimMapping: toHeader('X-A') })
    const child = parent.with({ claimMapping: toHeader('X-B') })
    parent.replace({ ...basic, claimMapping: toHeader('X-C') })
    expect([...child.mappedNames.header].sort()).toEqual(['x-b', 'x-c'])
  })

  test('closes the key sources that are no longer used, and only those', () => {
    const [first, second, own] = [countedKeys(), countedKeys(), countedKeys()]
    const parent = createAuthenticator({ ...basic, keys: { source: first } })
    const child = parent.with({ keys: { source: own } })
    parent.replace({ ...basic, keys: { source: second } })
    expect([first.closed, second.closed, own.closed]).toEqual([1, 0, 0])
    parent.replace({ ...basic, audience: 'x', keys: { source: second } })
    expect([first.closed, second.closed, own.closed]).toEqual([1, 0, 0])
    child.close()
    expect([first.closed, second.closed, own.closed]).toEqual([1, 1, 1])
  })

  test('does not forget which ids were used', async () => {
    const parent = createAuthenticator({ ...basic, preventReplay: true })
    const token = mint()
    await parent.authenticate(request(token))
    parent.replace({ ...basic, preventReplay: true, clockTolerance: 6 })
    expect(await wordFor(parent, request(token))).toBe('jti_replayed')
  })

  test('does not touch a request that is under way', async () => {
    const parent = createAuthenticator(basic)
    const guard = vi.fn(() => true)
    const asked = new Promise<(is: boolean) => void>((tell) => {
      const check = () => new Promise<boolean>((answer) => tell(answer))
      parent.replace({ ...basic, check, guard })
    })
    const outcome = wordFor(parent, request(mint()))
    const answer = await asked
    parent.replace({ ...next, guard: () => false })
    answer(true)
    expect(await outcome).toBe('authenticated')
    expect(guard).toHaveBeenCalledOnce()
  })
})
