import { createPublicKey, createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type AlgorithmName, ASYMMETRIC_ALGORITHMS } from './algorithms.js'
import { importKey, type KeyLabel } from './import-key.js'

const ANY = ASYMMETRIC_ALGORITHMS
const secretOf = (bytes: number): KeyObject => createSecretKey(Buffer.alloc(bytes, 7))
const ecOf = (namedCurve: string): KeyObject => generateKeyPairSync('ec', { namedCurve }).publicKey
const modulus = (bits: number): Buffer => {
  const bytes = Buffer.alloc(Math.ceil(bits / 8), 0xff)
  bytes[0] = 0xff >> (bytes.length * 8 - bits)
  return bytes
}
const rsaOf = (bits: number, e = 'AQAB'): KeyObject =>
  createPublicKey({ format: 'jwk', key: { kty: 'RSA', n: modulus(bits).toString('base64url'), e } })
const pssOf = (hashAlgorithm: string, saltLength = 32, mgf1HashAlgorithm = hashAlgorithm): KeyObject =>
  generateKeyPairSync('rsa-pss', {
    modulusLength: 2048,
    hashAlgorithm,
    mgf1HashAlgorithm,
    saltLength: saltLength as unknown as string, // Node's types are wrong here: it takes a number
  }).publicKey

const RSA = rsaOf(2048)
const ES256 = ecOf('P-256')
const PSS = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey
const PSS256 = pssOf('sha256')

const take = (key: KeyObject, allowed: readonly AlgorithmName[], label: KeyLabel = {}): string =>
  importKey(key, label, allowed, 'key').algorithm.name
const complaint = (path: string) => expect.objectContaining({ name: 'ConfigurationError', path })

describe('a key without a named algorithm', () => {
  it.each<[string, KeyObject, readonly AlgorithmName[], string]>([
    ['of RSA means RS256', RSA, ANY, 'RS256'],
    ['of RSA means the one RSA algorithm that is allowed', RSA, ['ES256', 'PS384'], 'PS384'],
    ['of RSA means RS256 where two are allowed', RSA, ['PS256', 'RS512'], 'RS256'],
    ['of RSA means RS256 where none is allowed', RSA, ['ES256'], 'RS256'],
    ['of P-256 means ES256, whatever is allowed', ES256, ['ES384'], 'ES256'],
    ['of P-384 means ES384', ecOf('P-384'), ANY, 'ES384'],
    ['of P-521 means ES512', ecOf('P-521'), ANY, 'ES512'],
    ['of Edwards 25519 means Ed25519', generateKeyPairSync('ed25519').publicKey, ANY, 'Ed25519'],
    ['that is a secret means the one that is allowed', secretOf(64), ['ES256', 'HS512'], 'HS512'],
    ['of RSA-PSS means the one that is allowed', PSS, ['RS256', 'PS512'], 'PS512'],
    ['of RSA-PSS for one hash means that', PSS256, ANY, 'PS256'],
  ])('%s', (_what, key, allowed, alg) => {
    expect(take(key, allowed)).toBe(alg)
  })

  it.each<[string, KeyObject, readonly AlgorithmName[], RegExp]>([
    ['a secret where no algorithm for it is named', secretOf(64), ANY, /exactly one fitting algorithm/],
    ['a secret where two are named', secretOf(64), ['HS256', 'HS512'], /exactly one fitting algorithm/],
    ['RSA-PSS where several are allowed', PSS, ANY, /exactly one fitting algorithm/],
    ['a curve that nothing here uses', ecOf('secp256k1'), ANY, /not supported/],
    ['a key for agreement', generateKeyPairSync('x25519').publicKey, ANY, /not supported/],
    ['Edwards 448', generateKeyPairSync('ed448').publicKey, ANY, /not supported/],
  ])('is refused: %s', (_what, key, allowed, message) => {
    expect(() => take(key, allowed)).toThrow(message)
  })
})

describe('a key with a named algorithm', () => {
  it.each<[string, KeyObject, string]>([
    ['RS512', RSA, 'RS512'],
    ['PS256', RSA, 'PS256'],
    ['PS384', PSS, 'PS384'],
    ['EdDSA', generateKeyPairSync('ed25519').publicKey, 'Ed25519'],
    ['HS384', secretOf(48), 'HS384'],
  ])('is bound to %s', (alg, key, name) => {
    expect(take(key, ANY, { alg })).toBe(name)
  })

  it.each<[string, KeyObject, string]>([
    ['HS256', RSA, 'key'],
    ['RS256', secretOf(64), 'key'],
    ['ES384', ES256, 'key'],
    ['ES256', RSA, 'key'],
    ['RS256', PSS, 'key'],
    ['PS512', PSS256, 'key'],
    ['Ed25519', ES256, 'key'],
    ['none', ES256, 'key.alg'],
    ['es256', ES256, 'key.alg'],
    ['ECDH-ES', ES256, 'key.alg'],
  ])('is refused where it cannot serve %s', (alg, key, path) => {
    expect(() => take(key, ANY, { alg })).toThrow(complaint(path))
  })

  it.each([
    ['sha256', 'sha512'],
    ['sha512', 'sha256'],
    ['sha256', 'sha1'],
  ])('is refused where its hash is %s and that of its mask %s', (hash, mask) => {
    for (const alg of ['PS256', 'PS512'])
      expect(() => take(pssOf(hash, 32, mask), ANY, { alg })).toThrow(complaint('key'))
  })

  it('is refused where it demands a longer salt than the algorithm has, for it could verify nothing', () => {
    expect(() => take(pssOf('sha256', 64), ANY, { alg: 'PS256' })).toThrow(complaint('key'))
  })
})

describe('the strength of a key', () => {
  it.each([
    [1024, false],
    [2047, false],
    [2048, true],
    [8192, true],
    [8193, false],
  ])('RSA of %i bits is taken: %s', (bits, expected) => {
    const attempt = (): string => take(rsaOf(bits), ANY)
    if (expected) expect(attempt()).toBe('RS256')
    else expect(attempt).toThrow(`an RSA key has 2048 to 8192 bits; this one has ${bits}`)
  })

  it.each([
    ['1', 'AQ', false],
    ['2', 'Ag', false],
    ['3', 'Aw', true],
    ['65536', 'AQAA', false],
    ['2^32 - 1', '_____w', true],
    ['2^32', 'AQAAAAA', false],
    ['2^32 + 1', 'AQAAAAE', false],
  ])('the public exponent %s is taken: %s', (_what, e, expected) => {
    const attempt = (): string => take(rsaOf(2048, e), ANY)
    if (expected) expect(attempt()).toBe('RS256')
    else expect(attempt).toThrow(/the public exponent of an RSA key is odd/)
  })

  it('of RSA-PSS is the strength of RSA', () => {
    const weak = generateKeyPairSync('rsa-pss', { modulusLength: 1024 }).publicKey
    expect(() => take(weak, ANY, { alg: 'PS256' })).toThrow(/this one has 1024/)
  })

  it.each([
    ['RSA', { type: 'public', asymmetricKeyType: 'rsa' }, 'PS256'],
    ['RSA-PSS', { type: 'public', asymmetricKeyType: 'rsa-pss' }, 'PS256'],
    ['a secret', { type: 'secret' }, 'HS256'],
  ])('of %s is none where the runtime does not tell it', (_what, untold, alg) => {
    expect(() => take(untold as KeyObject, ANY, { alg })).toThrow(complaint('key'))
  })

  it.each<[AlgorithmName, number]>([
    ['HS256', 32],
    ['HS384', 48],
    ['HS512', 64],
  ])('a secret for %s is as long as the hash: %i bytes', (alg, bytes) => {
    expect(take(secretOf(bytes), [alg])).toBe(alg)
    expect(() => take(secretOf(bytes - 1), [alg])).toThrow(`at least ${bytes} bytes`)
    expect(() => take(secretOf(0), [alg])).toThrow(complaint('key'))
  })
})
