import { createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ConfigurationError } from '../errors/configuration-error.js'
import { ASYMMETRIC_ALGORITHMS } from './algorithms.js'
import { importJwk, isForOtherUse, type Jwk } from './import-jwk.js'

const exported = (jwk: JsonWebKey): Jwk => jwk as Jwk
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ed = generateKeyPairSync('ed25519')
const EC = exported(ec.publicKey.export({ format: 'jwk' }))
const RSA = exported(rsa.publicKey.export({ format: 'jwk' }))
const OKP = exported(ed.publicKey.export({ format: 'jwk' }))

const take = (jwk: unknown) => importJwk(jwk as Jwk, ASYMMETRIC_ALGORITHMS, 'jwk')
const complaint = (path: string) => expect.objectContaining({ name: 'ConfigurationError', path })

describe('a JWK', () => {
  it.each([
    ['an EC key', EC, 'ES256'],
    ['an RSA key', RSA, 'RS256'],
    ['an OKP key', OKP, 'Ed25519'],
    ['a key for signatures', { ...EC, use: 'sig', key_ops: ['verify'] }, 'ES256'],
    ['a key with other operations besides', { ...EC, key_ops: ['sign', 'verify'] }, 'ES256'],
    ['an RSA key that names PS384', { ...RSA, alg: 'PS384' }, 'PS384'],
    ['a key that names EdDSA', { ...OKP, alg: 'EdDSA' }, 'Ed25519'],
    ['a key with members that nobody knows', { ...EC, x5t: 'abc', color: 'red' }, 'ES256'],
  ])('is taken in: %s', (_what, jwk, alg) => {
    expect(take(jwk).algorithm.name).toBe(alg)
  })

  it('keeps its kid', () => {
    expect(take({ ...EC, kid: 'a' }).kid).toBe('a')
    expect(take(EC).kid).toBeUndefined()
  })

  it.each([
    ['text', '{}'],
    ['null', null],
    ['undefined', undefined],
    ['a list', []],
  ])('is not %s', (_what, jwk) => {
    expect(() => take(jwk)).toThrow(complaint('jwk'))
  })

  it.each([
    ['d', exported(ec.privateKey.export({ format: 'jwk' }))],
    ['d', exported(rsa.privateKey.export({ format: 'jwk' }))],
    ['p', { ...RSA, p: 'AQ' }],
    ['q', { ...RSA, q: 'AQ' }],
    ['dp', { ...RSA, dp: 'AQ' }],
    ['dq', { ...RSA, dq: 'AQ' }],
    ['qi', { ...RSA, qi: 'AQ' }],
    ['oth', { ...RSA, oth: [] }],
    ['k', { ...RSA, k: 'AQ' }],
    ['priv', { ...EC, priv: 'AQ' }],
  ])('with the private member %s is refused', (member, jwk) => {
    expect(() => take(jwk)).toThrow(complaint(`jwk.${member}`))
  })

  it('of a secret is refused where public keys belong', () => {
    expect(() => take({ kty: 'oct', k: 'A'.repeat(43) })).toThrow(/declared as \{ secret \}/)
  })

  it.each([
    ['jwk.kty', 'no kty', { ...EC, kty: undefined }],
    ['jwk.kty', 'a kty that is no string', { ...EC, kty: 5 }],
    ['jwk.kty', 'an unknown kty', { ...EC, kty: 'ec' }],
    ['jwk.kty', 'a kty in a list', { ...EC, kty: ['EC'] }],
    ['jwk.kty', 'a kty that every object inherits', { ...EC, kty: 'constructor' }],
    ['jwk.kid', 'a kid that is no string', { ...EC, kid: 1 }],
    ['jwk.alg', 'an alg that is no string', { ...EC, alg: ['ES256'] }],
    ['jwk.use', 'a use that is no string', { ...EC, use: ['sig'] }],
    ['jwk.use', 'another use', { ...EC, use: 'enc' }],
    ['jwk.use', 'an empty use', { ...EC, use: '' }],
    ['jwk.key_ops', 'operations without "verify"', { ...EC, key_ops: ['encrypt'] }],
    ['jwk.key_ops', 'operations that are no list', { ...EC, key_ops: 'verify' }],
    ['jwk.crv', 'a curve that nothing here uses', { ...EC, crv: 'secp256k1' }],
    ['jwk.crv', 'a curve for key agreement', { ...OKP, crv: 'X25519' }],
    ['jwk.crv', 'no curve', { ...EC, crv: undefined }],
    ['jwk.alg', 'a type that must name its algorithm, and does not', { kty: 'AKP', pub: 'AQ' }],
    ['jwk.alg', 'an encryption algorithm', { ...RSA, alg: 'RSA-OAEP' }],
    ['jwk.alg', 'alg none', { ...EC, alg: 'none' }],
    ['jwk', 'an algorithm of another type', { ...EC, alg: 'RS256' }],
    ['jwk', 'an algorithm of another curve', { ...EC, alg: 'ES384' }],
    ['jwk', 'the algorithm of a secret', { ...RSA, alg: 'HS256' }],
    ['jwk.x', 'a coordinate with padding', { ...EC, x: `${String(EC.x)}=` }],
    ['jwk.y', 'no second coordinate', { ...EC, y: undefined }],
    ['jwk.n', 'a modulus that is no string', { ...RSA, n: 5 }],
    ['jwk.e', 'an empty exponent', { ...RSA, e: '' }],
    ['jwk', 'a point that is not on its curve', { ...EC, y: EC.x }],
    ['jwk', 'the coordinates of another curve', { ...EC, crv: 'P-384' }],
    ['jwk', 'a short Edwards point', { ...OKP, x: 'AQ' }],
    ['jwk.pub', 'an ML-DSA key that is no string', { kty: 'AKP', alg: 'ML-DSA-44', pub: 5 }],
    ['jwk', 'an ML-DSA key that is none', { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AQ' }],
  ])('is refused at %s: %s', (path, _what, jwk) => {
    expect(() => take(jwk)).toThrow(complaint(path))
  })

  it('has a curve of its own type', () => {
    expect(() => take({ ...EC, crv: 'Ed25519' })).toThrow(ConfigurationError)
    expect(() => take({ ...OKP, crv: 'P-256' })).toThrow(ConfigurationError)
  })

  it('keeps what node:crypto said as the cause', () => {
    expect(() => take({ ...EC, y: EC.x })).toThrow(
      expect.objectContaining({ message: 'jwk: not a valid EC public key', cause: expect.any(Error) }),
    )
  })

  it('reaches the checks of its strength', () => {
    const weak = createPublicKey(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey)
    expect(() => take(weak.export({ format: 'jwk' }))).toThrow(/2048 to 8192 bits; this one has 1024/)
  })
})

describe('a key of a set', () => {
  it.each<[string, object]>([
    ['says nothing of its use', EC],
    ['is for signatures', { ...RSA, use: 'sig', key_ops: ['verify'], alg: 'PS256' }],
    ['is a secret, which must not be passed over in silence', { kty: 'oct' }],
    ['is spoilt, which must not be passed over in silence', { ...EC, use: 1, key_ops: 'encrypt', crv: null }],
  ])('is not passed over where it %s', (_what, jwk) => {
    expect(isForOtherUse(jwk as Jwk)).toBe(false)
  })

  it.each<[string, object]>([
    ['its use', { ...EC, use: 'enc' }],
    ['its use in another case', { ...EC, use: 'SIG' }],
    ['its operations', { ...EC, key_ops: ['deriveKey'] }],
    ['its algorithm', { ...RSA, alg: 'RSA-OAEP' }],
    ['its curve', { ...OKP, crv: 'X25519' }],
    ['a type that nobody knows', { kty: 'PQC' }],
    ['a type that every object inherits', { kty: 'constructor' }],
  ])('is passed over where it is for other use by %s', (_what, jwk) => {
    expect(isForOtherUse(jwk as Jwk)).toBe(true)
  })
})
