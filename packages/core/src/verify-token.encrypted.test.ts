import { describe, expect, it } from 'vitest'
import { createAttempt } from './attempt.js'
import { Family } from './family.js'
import type { AuthOptions } from './options/auth-options.js'
import type { DecryptionOptions } from './options/decryption-options.js'
import { createRecipient, createSigner, encodeToken, mintToken, type TestClaims } from './testing.js'
import { type Accepted, verifyToken as verifyAtOnce } from './verify-token.js'

/** By a promise, also where there is nothing to wait for. */
const verifyToken = async (...all: Parameters<typeof verifyAtOnce>): Promise<Accepted> => verifyAtOnce(...all)

const NOW = 1_700_000_000
const signer = createSigner({ kid: 'signs' })
const secret = createRecipient({ alg: 'dir', kid: 'shared' })
const rsa = createRecipient({ kid: 'rsa' })
const claimsOf = (special: TestClaims = {}): object => ({
  iss: 'a',
  aud: 'api',
  sub: 'alice',
  iat: NOW,
  exp: NOW + 60,
  ...special,
})
const signed = (special: TestClaims = {}, header: object = {}): string =>
  mintToken(signer, claimsOf(special), header as Record<string, unknown>)

const policyOf = (decryption: DecryptionOptions | null, more: Partial<AuthOptions> = {}) =>
  new Family({ issuer: 'a', audience: 'api', keys: signer.keys, clock: () => NOW, decryption, ...more }).root
    .policy

interface Judged {
  readonly code?: string | undefined
  readonly cached?: boolean
  readonly [member: string]: unknown
}

async function judge(token: string, policy = policyOf(rsa.decryption)): Promise<Judged> {
  const attempt = createAttempt()
  try {
    const { auth, proof } = await verifyToken(token, policy, attempt)
    expect(attempt.header).toEqual(auth.token.header)
    return { ...auth, key: proof.key.kid, cached: attempt.cached }
  } catch (error) {
    return { code: (error as { code?: string }).code, header: attempt.header }
  }
}
const BARE = { ...secret.decryption, bareClaims: true }

describe('a signed token inside an encrypted one', () => {
  it('is the token: its header, its claims, the key of its signature', async () => {
    const token = await rsa.encrypt(signed(), { cty: 'JWT', iss: 'evil', sub: 'evil' })
    expect(await judge(token)).toEqual({
      claims: { ...claimsOf(), jti: expect.any(String) },
      token: { header: { alg: 'ES256', kid: 'signs' }, claims: { ...claimsOf(), jti: expect.any(String) } },
      key: 'signs',
      cached: false,
    })
  })

  it.each<[string, string, () => string]>([
    ['the signature', 'signature_invalid', () => mintToken(createSigner({ kid: 'signs' }), claimsOf())],
    ['no signature', 'algorithm_refused', () => encodeToken({ alg: 'none' }, claimsOf(), () => Buffer.of())],
    ['the kind', 'header_refused', () => signed({}, { typ: 'refresh+jwt' })],
    ['the key', 'key_not_found', () => signed({}, { kid: 'gone' })],
    ['the issuer', 'issuer_refused', () => signed({ iss: 'b' })],
    ['the audience', 'audience_refused', () => signed({ aud: 'b' })],
    ['the time', 'token_expired', () => signed({ exp: NOW - 60 })],
    ['a bound key', 'binding_required', () => signed({ cnf: { jkt: 'x' } })],
    ['no claims', 'token_malformed', () => encodeToken({ alg: 'ES256', kid: 'signs' }, '[]', signer.sign)],
  ])('is refused for %s as it would be alone', async (_what, code, make) => {
    expect(await judge(await rsa.encrypt(make()))).toMatchObject({
      code,
      header: { alg: expect.any(String) },
    })
    expect(await judge(make(), policyOf(null))).toMatchObject({ code })
  })

  it.each<[string, () => string | object | Promise<string>]>([
    ['text', () => 'hello'],
    ['a space', () => ' '],
    ['bare claims', () => claimsOf()],
    ['an encrypted token', () => rsa.encrypt(signed())],
    ['a token with a line break', () => `${signed()}\n`],
    ['a token with padding', () => `${signed()}=`],
    ['a token with letters beyond ASCII', () => `${signed()}é`],
    ['a token without header', () => signed().replace(/^[^.]+/, '')],
  ])('is what must be there, and not %s', async (_what, make) => {
    expect(await judge(await rsa.encrypt(await make()))).toMatchObject({
      code: 'decryption_failed',
      header: { alg: 'RSA-OAEP-256', kid: 'rsa' },
    })
  })
})

describe('what is accepted', () => {
  const { decryption } = rsa
  it.each<[string, DecryptionOptions | null, string | undefined, string | undefined]>([
    ['without decryption: signed only', null, 'decryption_failed', undefined],
    ['with decryption: encrypted only', decryption, undefined, 'decryption_failed'],
    ['with required: true, the same', { ...decryption, required: true }, undefined, 'decryption_failed'],
    ['with required: false: both', { ...decryption, required: false }, undefined, undefined],
  ])('%s', async (_what, option, encryptedCode, signedCode) => {
    const policy = policyOf(option)
    expect((await judge(await rsa.encrypt(signed()), policy)).code).toBe(encryptedCode)
    expect((await judge(signed(), policy)).code).toBe(signedCode)
  })

  it('is what can be read, where both are accepted', async () => {
    const policy = policyOf({ ...decryption, required: false })
    expect((await judge('x.y', policy)).code).toBe('token_malformed')
    expect((await judge('a.b.c.d.e.f', policy)).code).toBe('token_malformed')
    expect((await judge('....', policy)).code).toBe('decryption_failed')
    expect((await judge('=.=.=.=.=', policy)).code).toBe('decryption_failed')
  })
})

describe('bare claims', () => {
  it('are accepted by name and under a secret, which then is the key of the token', async () => {
    const answer = await judge(await secret.encrypt(claimsOf(), { typ: 'JWT' }), policyOf(BARE))
    const header = { alg: 'dir', enc: 'A256GCM', kid: 'shared', typ: 'JWT' }
    expect(answer).toEqual({
      claims: claimsOf(),
      token: { header, claims: claimsOf() },
      key: 'shared',
      cached: false,
    })
  })

  it.each<[string, string, DecryptionOptions, () => Promise<string>]>([
    ['unless asked for', 'decryption_failed', secret.decryption, () => secret.encrypt(claimsOf())],
    [
      'under a public key',
      'decryption_failed',
      {
        keys: [secret.decryption.keys, rsa.decryption.keys].flat(),
        encryptions: ['A256GCM'],
        bareClaims: true,
      },
      () => rsa.encrypt(claimsOf()),
    ],
    ['of another kind', 'header_refused', BARE, () => secret.encrypt(claimsOf(), { typ: 'refresh+jwt' })],
    ['of another issuer', 'issuer_refused', BARE, () => secret.encrypt(claimsOf({ iss: 'b' }))],
    ['for another audience', 'audience_refused', BARE, () => secret.encrypt(claimsOf({ aud: 'b' }))],
    ['that expired', 'token_expired', BARE, () => secret.encrypt(claimsOf({ exp: NOW - 60 }))],
    ['that are bound', 'binding_required', BARE, () => secret.encrypt(claimsOf({ cnf: {} }))],
    ['that are a list', 'decryption_failed', BARE, () => secret.encrypt([claimsOf()])],
    ['with a member twice', 'decryption_failed', BARE, () => secret.encrypt('{"iss":"a","iss":"b"}')],
    ['that nobody could read', 'decryption_failed', BARE, () => secret.encrypt('{')],
  ])('are refused %s', async (_what, code, decryption, make) => {
    expect((await judge(await make(), policyOf(decryption))).code).toBe(code)
  })

  it('do not keep signed tokens out', async () => {
    expect(await judge(await secret.encrypt(signed()), policyOf(BARE))).toMatchObject({ key: 'signs' })
  })
})

describe('a token that was opened before', () => {
  it.each<[string, DecryptionOptions, () => Promise<string>]>([
    ['signed', rsa.decryption, () => rsa.encrypt(signed())],
    ['sealed', BARE, () => secret.encrypt(claimsOf())],
  ])('is not opened again: %s', async (_what, decryption, make) => {
    const policy = policyOf(decryption)
    const token = await make()
    const first = await judge(token, policy)
    expect(await judge(token, policy)).toEqual({ ...first, cached: true })
    expect(policy.cache.entries).toBe(1)
  })

  const rows: readonly [string, Partial<AuthOptions>, string][] = [
    ['kind', { typ: ['at+jwt'] }, 'header_refused'],
    ['audience', { audience: 'b' }, 'audience_refused'],
    ['revocation', { revocation: { isRevoked: () => true } }, 'token_revoked'],
    ['guard', { guard: () => false }, 'scope_insufficient'],
    ['replay', { preventReplay: { store: { consume: () => false } } }, 'jti_replayed'],
    ['decryption', { decryption: null }, 'decryption_failed'],
    ['the key that opens', { decryption: createRecipient({ alg: 'dir' }).decryption }, 'decryption_failed'],
  ]
  it.each(rows)('has everything else asked again: %s', async (_what, overrides, code) => {
    for (const [recipient, content] of [
      [rsa, signed()],
      [secret, claimsOf({ jti: 'x' })],
    ] as const) {
      const decryption = { ...recipient.decryption, ...(recipient === secret && { bareClaims: true }) }
      const options = { issuer: 'a', audience: 'api', keys: signer.keys, clock: () => NOW, decryption }
      const family = new Family(options)
      const token = await recipient.encrypt(content)
      expect((await judge(token, family.root.policy)).code).toBeUndefined()
      expect((await judge(token, family.root.policy)).cached).toBe(true)
      expect((await judge(token, family.derive(family.root, overrides).policy)).code).toBe(code)
    }
  })

  it('is opened again where the key of its signature is another record', async () => {
    let keys = new Family({ issuer: 'a', audience: 'api', keys: signer.keys }).root.policy.issuers[0]?.keys
    const fresh = () =>
      new Family({ issuer: 'a', audience: 'api', keys: signer.keys }).root.policy.issuers[0]?.keys
    const source = {
      resolve: (kid: string | undefined, alg: string) => keys?.resolve(kid, alg) ?? [],
      status: () => ({ state: 'fresh' as const, keys: [] }),
      refresh: async () => {},
      close: () => {},
    }
    const policy = policyOf(rsa.decryption, { keys: { source } })
    const token = await rsa.encrypt(signed())
    expect((await judge(token, policy)).cached).toBe(false)
    expect((await judge(token, policy)).cached).toBe(true)
    keys = fresh()
    expect((await judge(token, policy)).cached).toBe(false)
    expect((await judge(token, policy)).cached).toBe(true)
  })

  it('asks revocation by the key that vouches for it', async () => {
    const asked: unknown[] = []
    const revocation = { isRevoked: ({ keyId }: { keyId: string | undefined }) => asked.push(keyId) < 0 }
    await judge(await rsa.encrypt(signed()), policyOf(rsa.decryption, { revocation }))
    await judge(await secret.encrypt(claimsOf()), policyOf(BARE, { revocation }))
    expect(asked).toEqual(['signs', 'shared'])
  })
})
