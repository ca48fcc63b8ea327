import { describe, expect, it } from 'vitest'
import { basic, mint, request, wordFor } from '../../test-support/authentication.js'
import { createAuthenticator } from '../create-authenticator.js'
import { createRecipient } from '../testing.js'
import type { DecryptionOptions } from './decryption-options.js'

const rsa = createRecipient()
const secret = createRecipient({ alg: 'A256KW' })
const { keys } = rsa.decryption

const complaint = (path: string, part: string) =>
  expect.objectContaining({ name: 'ConfigurationError', path, message: expect.stringContaining(part) })

describe('the option decryption', () => {
  it.each<[string, unknown, string, string]>([
    ['is an object', true, 'decryption', 'an object; got a boolean'],
    ['has keys', {}, 'decryption.keys', 'is required'],
    ['knows its members', { keys, compression: true }, 'decryption.compression', 'unknown option'],
    [
      'has keys of a declared kind',
      { keys: {} },
      'decryption.keys',
      'exactly one of jwk, jwks, privateKey, secret',
    ],
    ['has no public keys', { keys: { publicKey: 'x' } }, 'decryption.keys', 'exactly one of'],
    [
      'has keys with their own members',
      { keys: { secret: 'x', use: 'enc' } },
      'decryption.keys.use',
      'unknown',
    ],
    ['has some keys', { keys: [] }, 'decryption.keys', 'a list that is not empty'],
    [
      'has keys with an alg that exists',
      { keys: { secret: 'x', alg: 'A1KW' } },
      'decryption.keys.alg',
      'one of RSA-OAEP,',
    ],
    ['has some algorithms', { keys, algorithms: [] }, 'decryption.algorithms', 'a list that is not empty'],
    ['knows no RSA1_5', { keys, algorithms: ['RSA1_5'] }, 'decryption.algorithms[0]', 'use RSA-OAEP-256'],
    [
      'knows no passwords',
      { keys, algorithms: ['dir', 'PBES2-HS256+A128KW'] },
      'decryption.algorithms[1]',
      'use A256KW',
    ],
    [
      'knows no keys under GCM',
      { keys, algorithms: ['A256GCMKW'] },
      'decryption.algorithms[0]',
      'one of RSA-OAEP,',
    ],
    [
      'knows its encryptions',
      { keys, encryptions: ['A256CBC'] },
      'decryption.encryptions[0]',
      'one of A128CBC-HS256',
    ],
    ['says yes or no to signed tokens', { keys, required: 'no' }, 'decryption.required', 'true or false'],
    ['says yes or no to bare claims', { keys, bareClaims: 1 }, 'decryption.bareClaims', 'true or false'],
    [
      'has a limit',
      { keys, maxInFlight: 0 },
      'decryption.maxInFlight',
      'a whole number from 1 to 4096; got 0',
    ],
    [
      'has a good key',
      { keys: { secret: 'short', alg: 'A128KW' } },
      'decryption.keys.secret',
      'exactly 16 bytes',
    ],
    [
      'trusts no bare claims under a public key',
      { keys, bareClaims: true },
      'decryption.bareClaims',
      'needs a { secret }',
    ],
  ])('%s', (_what, decryption, path, part) => {
    const create = () => createAuthenticator({ ...basic, decryption: decryption as DecryptionOptions })
    expect(create).toThrow(complaint(path, part))
  })

  it('trusts no bare claims where several issuers are', () => {
    const { audience, ...issuer } = basic
    const decryption = { ...secret.decryption, bareClaims: true }
    expect(() => createAuthenticator({ audience, issuers: [issuer], decryption })).toThrow(
      complaint('decryption.bareClaims', 'goes with one issuer'),
    )
    const parent = createAuthenticator({ ...basic, decryption })
    expect(() => parent.with({ issuers: [issuer] })).toThrow(complaint('decryption.bareClaims', 'one issuer'))
  })
})

describe('a handle made by with()', () => {
  const records = (decryption: DecryptionOptions | null) => {
    const cached: boolean[] = []
    const parent = createAuthenticator({
      ...basic,
      decryption,
      onDecision: (record) => cached.push(record.cached),
    })
    return { parent, cached }
  }

  it('opens as its parent does, and shares what is proven', async () => {
    const { parent, cached } = records(rsa.decryption)
    const child = parent.with({ optional: true })
    const token = await rsa.encrypt(mint())
    expect(await wordFor(parent, request(token))).toBe('authenticated')
    expect(await wordFor(child, request(token))).toBe('authenticated')
    expect(cached).toEqual([false, true])
  })

  it('opens with the same keys where others sign', async () => {
    const { parent } = records(rsa.decryption)
    const other = parent.with({ keys: basic.keys })
    expect(await wordFor(other, request(await rsa.encrypt(mint())))).toBe('authenticated')
  })

  it.each(['with', 'replace'] as const)('what %s() makes has no limit of its own', async (how) => {
    const options = { ...basic, decryption: { ...rsa.decryption, maxInFlight: 1 } }
    const parent = createAuthenticator(options)
    const child = parent.with({ keys: basic.keys })
    const tokens = await Promise.all([mint(), mint({ sub: 'bob' })].map((token) => rsa.encrypt(token)))
    const [first, second] = tokens.map((token) => request(token))
    const running = wordFor(parent, first as never)
    if (how === 'replace') parent.replace({ ...options, decryption: { ...options.decryption } })
    expect(await wordFor(how === 'with' ? child : parent, second as never)).toBe('UnavailableError')
    expect(await running).toBe('authenticated')
    expect(await wordFor(child, request(tokens[1]))).toBe('authenticated')
  })

  it('shares nothing that was proven where it opens in another way', async () => {
    const { parent, cached } = records({ ...rsa.decryption, required: false })
    const child = parent.with({ decryption: secret.decryption })
    const [signed, ours, theirs] = [mint(), await rsa.encrypt(mint()), await secret.encrypt(mint())]
    expect(await wordFor(parent, request(signed))).toBe('authenticated')
    expect(await wordFor(child, request(signed))).toBe('decryption_failed')
    expect(await wordFor(parent, request(ours))).toBe('authenticated')
    expect(await wordFor(child, request(ours))).toBe('decryption_failed')
    expect(await wordFor(child, request(theirs))).toBe('authenticated')
    expect(await wordFor(parent, request(theirs))).toBe('decryption_failed')
    expect(await wordFor(child.with({ audience: null }), request(theirs))).toBe('authenticated')
    expect(cached.at(-1)).toBe(true)
  })

  it('opens nothing with null', async () => {
    const { parent } = records(rsa.decryption)
    const child = parent.with({ decryption: null })
    expect(await wordFor(child, request(mint()))).toBe('authenticated')
    expect(await wordFor(child, request(await rsa.encrypt(mint())))).toBe('decryption_failed')
  })

  it('keeps its own way when the family is replaced', async () => {
    const { parent } = records(rsa.decryption)
    const child = parent.with({ decryption: secret.decryption })
    const grown = parent.with({ audience: null })
    const next = createRecipient()
    const [before, after] = [await rsa.encrypt(mint()), await next.encrypt(mint())]
    expect(await wordFor(grown, request(before))).toBe('authenticated')
    parent.replace({ ...basic, decryption: next.decryption })
    expect(await wordFor(grown, request(before))).toBe('decryption_failed')
    expect(await wordFor(grown, request(after))).toBe('authenticated')
    expect(await wordFor(child, request(await secret.encrypt(mint())))).toBe('authenticated')
  })
})
