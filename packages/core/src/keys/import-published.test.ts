import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ASYMMETRIC_ALGORITHMS } from '../jose/algorithms.js'
import { createSigner } from '../testing.js'
import { importPublished } from './import-published.js'

const [good] = createSigner({ kid: 'good' }).jwks.keys
const [rs256] = createSigner({ alg: 'RS256', kid: 'rsa' }).jwks.keys
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' })
const take = (...jwks: unknown[]) => importPublished({ jwks }, ASYMMETRIC_ALGORITHMS)

describe('a published key that cannot be used is left out, and told with its reason', () => {
  test.each([
    ['of an unknown kind', { kty: 'XX', kid: 'k' }, 'kty: expected RSA, EC, OKP or AKP'],
    ['of an unknown curve', { ...good, crv: 'secp256k1', kid: 'k' }, 'crv: expected P-256'],
    ['of an unknown algorithm', { ...good, alg: 'ES256K', kid: 'k' }, 'alg: names no signature algorithm'],
    ['without its members', { kty: 'EC', crv: 'P-256', kid: 'k' }, 'x: expected base64url'],
    ['off its curve', { ...good, y: good?.x, kid: 'k' }, 'not a valid EC public key'],
    ['weak', { ...weak, kid: 'k' }, 'an RSA key has 2048 to 8192 bits; this one has 1024'],
    ['private', { ...good, d: 'AA', kid: 'k' }, 'd: this is a private key'],
    ['secret', { kty: 'oct', k: 'AA', kid: 'k' }, 'a symmetric key is declared as { secret }'],
    ['of ML-DSA that is none', { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AA', kid: 'k' }, 'ML-DSA'],
    ['with a kid that is hostile', { kty: 'XX', kid: '<script>\n' }, 'kty', '?script??'],
    ['with a kid that is no text', { ...good, kid: 7 }, 'kid: expected a string', undefined],
    ['that is no object', 'key', 'expected a JWK', undefined],
    ['that is null', null, 'expected a JWK', undefined],
  ])(
    '%s',
    (_what, jwk, reason, ...[
      kid = _what.startsWith('that is') || _what.endsWith('text') ? undefined : 'k',
    ]) => {
      const { imported, skipped } = take(jwk, good)
      expect(imported.map(({ key }) => key.kid)).toEqual(['good'])
      expect(skipped).toEqual([{ kid, reason: expect.stringContaining(reason) }])
    },
  )

  test('a key for encryption is none of ours, and nothing to tell of', () => {
    const others = [
      { ...rs256, use: 'enc' },
      { ...rs256, key_ops: ['encrypt'] },
      { ...rs256, alg: 'RSA-OAEP', use: 'enc' },
    ]
    expect(take(...others, good)).toMatchObject({ imported: [{}], skipped: [] })
  })

  test('a key for an algorithm that is not allowed', () => {
    const { imported, skipped } = importPublished({ jwks: [good, rs256] }, ['RS256'])
    expect(imported.map(({ key }) => key.kid)).toEqual(['rsa'])
    expect(skipped).toEqual([{ kid: 'good', reason: 'its algorithm, ES256, is none of those allowed' }])
  })

  test('what stands behind a hundred others', () => {
    const { imported, skipped } = take(...Array.from({ length: 102 }, () => good))
    expect(imported).toHaveLength(100)
    expect(skipped).toHaveLength(2)
  })
})

test('a key that has not changed is the same object, and one that has is another', () => {
  const before = take(good, rs256)
  const [changed] = createSigner({ kid: 'good' }).jwks.keys
  const after = importPublished({ jwks: [changed, { ...rs256 }] }, ASYMMETRIC_ALGORITHMS, before.imported)
  expect(after.imported[1]?.key).toBe(before.imported[1]?.key)
  expect(after.imported[0]?.key).not.toBe(before.imported[0]?.key)
})
