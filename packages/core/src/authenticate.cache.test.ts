import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { basic, countedKeys, mint, request, signer, wordFor } from '../test-support/authentication.js'
import { createAuthenticator } from './create-authenticator.js'
import { createVerifier } from './create-verifier.js'
import type { AuthOverrides } from './options/auth-options.js'
import { createSigner, forgeToken, manualClock } from './testing.js'

const other = createSigner({ kid: signer.kid })

function setUp(options: object = {}) {
  const cached: boolean[] = []
  const clock = manualClock()
  const authenticator = createAuthenticator({
    ...basic,
    clock,
    onDecision: (record) => cached.push(record.cached),
    ...options,
  })
  return { authenticator, cached, clock }
}

test('the second request of a token is a hit, and both see the same frozen claims', async () => {
  const { authenticator, cached } = setUp()
  const token = mint({ nested: { list: [1] } })
  const first = await authenticator.authenticate(request(token))
  const second = await authenticator.authenticate(request(token))
  expect(cached).toEqual([false, true])
  expect(second).toEqual(first)
  const claims = second.status === 'authenticated' ? second.auth.claims : {}
  expect(() => Object.assign(claims.nested as object, { list: [] })).toThrow(TypeError)
  expect(() => (claims.nested as { list: number[] }).list.push(2)).toThrow(TypeError)
})

describe('a hit runs everything else again, against the current policy:', () => {
  const rows: readonly (readonly [string, AuthOverrides, string])[] = [
    ['size', { maxTokenBytes: 256 }, 'token_malformed'],
    ['typ', { typ: ['at+jwt'] }, 'header_refused'],
    ['audience', { audience: 'x' }, 'audience_refused'],
    ['lifetime', { maxLifetime: 10 }, 'lifetime_refused'],
    ['required claims', { requiredClaims: ['x'] }, 'claim_missing'],
    ['check', { check: async () => false }, 'claim_refused'],
    ['revocation', { revocation: { isRevoked: async () => true } }, 'token_revoked'],
    ['guard', { guard: () => false }, 'scope_insufficient'],
    ['replay', { preventReplay: { store: { consume: () => false } } }, 'jti_replayed'],
    ['algorithms', { algorithms: ['RS256'], keys: createSigner({ alg: 'RS256' }).keys }, 'algorithm_refused'],
  ]

  test.each(rows)('%s', async (_name, overrides, word) => {
    const { authenticator, cached } = setUp()
    const token = mint()
    await authenticator.authenticate(request(token))
    await authenticator.authenticate(request(token))
    expect(cached).toEqual([false, true])
    expect(await wordFor(authenticator.with(overrides), request(token))).toBe(word)
  })

  test('time', async () => {
    const { authenticator, clock } = setUp()
    const token = mint()
    expect(await wordFor(authenticator, request(token))).toBe('authenticated')
    clock.advance(301)
    expect(await wordFor(authenticator, request(token))).toBe('authenticated')
    clock.advance(10)
    expect(await wordFor(authenticator, request(token))).toBe('token_expired')
  })

  test('the key being live, and the key source is touched each time', async () => {
    const source = countedKeys()
    const { authenticator } = setUp({ keys: { source } })
    const token = mint()
    for (let times = 0; times < 3; times++) await authenticator.authenticate(request(token))
    expect(source.asked).toBe(3)
    source.state = 'empty'
    expect(await wordFor(authenticator, request(token))).toBe('key_not_found')
    source.state = 'down'
    expect(await wordFor(authenticator, request(token))).toBe('UnavailableError')
    source.state = 'up'
    expect(await wordFor(authenticator, request(token))).toBe('authenticated')
  })

  test('issuer selection', async () => {
    const { authenticator } = setUp({ ...basic, issuer: undefined, keys: undefined, issuers: [basic] })
    const token = mint()
    await authenticator.authenticate(request(token))
    authenticator.replace({ issuers: [{ ...basic, issuer: 'https://new.test' }] })
    expect(await wordFor(authenticator, request(token))).toBe('issuer_refused')
  })
})

describe('a proof', () => {
  test('is shared by overrides that leave keys alone', async () => {
    const { authenticator, cached } = setUp()
    const token = mint()
    await authenticator.authenticate(request(token))
    await authenticator.with({ audience: null, optional: true }).authenticate(request(token))
    expect(cached).toEqual([false, true])
  })

  test('counts nothing under other keys', async () => {
    const { authenticator } = setUp()
    const token = mint()
    const child = authenticator.with({ keys: other.keys })
    await authenticator.authenticate(request(token))
    expect(await wordFor(child, request(token))).toBe('signature_invalid')
    const foreign = mint({}, {}, other)
    expect(await wordFor(child, request(foreign))).toBe('authenticated')
    expect(await wordFor(authenticator, request(foreign))).toBe('signature_invalid')
  })

  test('is not shared between two verifiers', async () => {
    const token = mint()
    const source = countedKeys()
    const [one, two] = [
      createVerifier({ ...basic, keys: { source } }),
      createVerifier({ ...basic, keys: { source } }),
    ]
    await one.verify(token)
    expect([one.status().cache.entries, two.status().cache.entries]).toEqual([1, 0])
  })

  test.each([
    ['refused', forgeToken(mint()), 0],
    ['expired', mint({ exp: 1 }), 0],
    ['longer than 4 KiB', mint({ filler: 'x'.repeat(4096) }), 0],
    ['accepted', mint(), 1],
  ])('of a token that is %s is kept: %3$s', async (_name, token, entries) => {
    const { authenticator } = setUp()
    await authenticator.authenticate(request(token))
    expect(authenticator.status().cache.entries).toBe(entries)
  })
})

test('cache: false keeps no token', async () => {
  const { authenticator, cached } = setUp({ cache: false })
  const token = mint()
  for (let times = 0; times < 2; times++) await authenticator.authenticate(request(token))
  expect(cached).toEqual([false, false])
  expect(authenticator.status().cache).toEqual({ entries: 0, bytes: 0 })
})

test('neither an authenticator nor an outcome shows a token when it is inspected', async () => {
  const { authenticator } = setUp()
  const token = mint()
  const outcome = await authenticator.authenticate(request(token))
  const options = { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true, maxStringLength: null }
  for (const shown of [authenticator, authenticator.with({}), outcome, authenticator.status()]) {
    const text = inspect(shown, options)
    expect(text).not.toContain(token)
    expect(text).not.toContain(token.split('.')[2])
  }
})
