import { generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { CONTENT_ENCRYPTIONS, KEY_MANAGEMENTS } from './encryption-algorithms.js'
import type { Jwk } from './import-jwk.js'
import { importPrivateJwk, isForNoDecryption } from './import-private-jwk.js'

const accepted = { algorithms: KEY_MANAGEMENTS, encryptions: CONTENT_ENCRYPTIONS }
const take = (jwk: unknown) => importPrivateJwk(jwk as Jwk, accepted, 'jwk')
const jwkOf = (key: KeyObject, more: object = {}): Jwk =>
  ({ ...(key.export({ format: 'jwk' }) as JsonWebKey), ...more }) as Jwk

const rsaPair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ecPair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const RSA = jwkOf(rsaPair.privateKey, { alg: 'RSA-OAEP-256', kid: 'a' })
const EC = jwkOf(ecPair.privateKey, { alg: 'ECDH-ES' })
const X25519 = jwkOf(generateKeyPairSync('x25519').privateKey, { alg: 'ECDH-ES' })

describe('a private JWK', () => {
  it.each<[string, Jwk]>([
    ['of RSA', RSA],
    ['of EC', EC],
    ['of OKP', X25519],
    ['for encryption', { ...RSA, use: 'enc' }],
    ['that decrypts', { ...RSA, key_ops: ['decrypt'] }],
    ['that unwraps, among others', { ...RSA, key_ops: ['encrypt', 'unwrapKey'] }],
    ['that derives', { ...EC, key_ops: ['deriveBits'] }],
    ['with members that nobody knows', { ...EC, x5u: 'https://evil.test', ext: true }],
  ])('%s is taken in', (_what, jwk) => {
    const key = take(jwk)
    expect([key.algorithm.name, key.kid, key.key.type]).toEqual([jwk.alg, jwk.kid, 'private'])
  })

  it.each<[string, unknown, string, string]>([
    ['that is none', null, 'jwk', 'an object'],
    ['that is a list', [RSA], 'jwk', 'an object'],
    ['that is a secret', { kty: 'oct', k: 'AAAA' }, 'jwk', '{ secret }'],
    ['without kty', {}, 'jwk.kty', 'RSA, EC or OKP'],
    ['of AKP', { kty: 'AKP' }, 'jwk.kty', 'RSA, EC or OKP'],
    ['of a kty that all objects have', { kty: 'toString' }, 'jwk.kty', 'RSA, EC or OKP'],
    ['of a kty in a list', { ...RSA, kty: ['RSA'] }, 'jwk.kty', 'RSA, EC or OKP'],
    ['with another kind of kid', { ...RSA, kid: 1 }, 'jwk.kid', 'a string'],
    ['with another kind of alg', { ...RSA, alg: 1 }, 'jwk.alg', 'a string'],
    ['with another kind of use', { ...RSA, use: 1 }, 'jwk.use', 'a string'],
    ['for signatures', { ...RSA, use: 'sig' }, 'jwk', 'has the use "enc"'],
    ['that signs', { ...RSA, key_ops: ['sign'] }, 'jwk', 'operations that decrypt'],
    ['that verifies as text', { ...RSA, key_ops: 'decrypt' }, 'jwk', 'operations that decrypt'],
    ['on a curve for signatures', { ...X25519, crv: 'Ed25519' }, 'jwk.crv', 'X25519'],
    ['without a curve', { ...EC, crv: undefined }, 'jwk.crv', 'P-256'],
    ['that is public', jwkOf(rsaPair.publicKey), 'jwk', 'this is a public key'],
    ['that is public, of EC', jwkOf(ecPair.publicKey), 'jwk', 'this is a public key'],
    ['without a factor', { ...RSA, dp: undefined }, 'jwk.dp', 'base64url'],
    ['with padding', { ...EC, d: `${EC.d}=` }, 'jwk.d', 'base64url'],
    ['with a point that is not on the curve', { ...EC, y: EC.x }, 'jwk', 'not a valid EC private key'],
  ])('%s is refused', (_what, jwk, path, part) => {
    expect(() => take(jwk)).toThrow(
      expect.objectContaining({ name: 'ConfigurationError', path, message: expect.stringContaining(part) }),
    )
  })

  it('is not shown by the error', () => {
    try {
      take({ ...EC, y: EC.x })
      expect.unreachable()
    } catch (error) {
      expect((error as Error).cause).toBeInstanceOf(Error)
      expect(`${error} ${(error as Error).cause}`).not.toContain(EC.d)
    }
  })
})

it.each<[boolean, Jwk]>([
  [false, {}],
  [false, { use: 'enc' }],
  [false, { alg: 'RSA-OAEP' }],
  [false, { key_ops: ['unwrapKey'] }],
  [true, { use: 'sig' }],
  [true, { alg: 'RS256' }],
  [true, { key_ops: ['sign'] }],
  [true, { use: 'enc', alg: 'RSA1_5' }],
])('in a set, it is %j that a key is for something else: %j', (expected, jwk) => {
  expect(isForNoDecryption(jwk)).toBe(expected)
})
