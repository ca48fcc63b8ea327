import {
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type AlgorithmName, ASYMMETRIC_ALGORITHMS } from '../jose/algorithms.js'
import type { Jwk } from '../jose/import-jwk.js'
import type { VerificationKey } from '../jose/verification-key.js'
import type { KeySource } from './key-source.js'
import { createStaticKeys, type StaticKeys } from './static-keys.js'

const ANY = ASYMMETRIC_ALGORITHMS
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed = generateKeyPairSync('ed25519')
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const jwkOf = (key: KeyObject, more: object = {}): Jwk =>
  ({ ...(key.export({ format: 'jwk' }) as JsonWebKey), ...more }) as Jwk
const EC = jwkOf(ec.publicKey)
const SPKI = ec.publicKey.export({ format: 'pem', type: 'spki' }) as string
const SECRET = Buffer.alloc(64, 1)

const create = (keys: unknown, allowed: readonly AlgorithmName[] = ANY): KeySource =>
  createStaticKeys(keys as StaticKeys, allowed, 'keys')
const algsOf = (source: KeySource): string[] => source.status().keys.map(({ alg }) => alg)
const found = (source: KeySource, kid?: string): number =>
  (source.resolve(kid, 'ES256') as readonly VerificationKey[]).length
const complaint = (path: string) => expect.objectContaining({ name: 'ConfigurationError', path })

describe('declared keys', () => {
  it.each<[string, StaticKeys | readonly StaticKeys[], readonly AlgorithmName[], string[]]>([
    ['a JWK', { jwk: EC }, ANY, ['ES256']],
    ['a key set', { jwks: { keys: [EC, jwkOf(ed.publicKey)] } }, ANY, ['ES256', 'Ed25519']],
    ['SPKI PEM', { publicKey: SPKI }, ANY, ['ES256']],
    ['a KeyObject', { publicKey: rsa.publicKey }, ANY, ['RS256']],
    ['a KeyObject with alg', { publicKey: rsa.publicKey, alg: 'PS256' }, ANY, ['PS256']],
    [
      'PKCS#1 PEM',
      { publicKey: rsa.publicKey.export({ format: 'pem', type: 'pkcs1' }) as string },
      ANY,
      ['RS256'],
    ],
    ['text as a secret', { secret: 's'.repeat(32) }, ['HS256'], ['HS256']],
    ['bytes as a secret', { secret: new Uint8Array(48) }, ['HS384'], ['HS384']],
    ['a secret KeyObject', { secret: createSecretKey(SECRET), alg: 'HS512' }, ['HS512'], ['HS512']],
    ['a list of kinds', [{ jwk: EC }, { publicKey: rsa.publicKey }], ANY, ['ES256', 'RS256']],
    ['Ed25519 where EdDSA is allowed', { publicKey: ed.publicKey }, ['EdDSA'], ['Ed25519']],
  ])('are taken in: %s', (_what, keys, allowed, algs) => {
    expect(algsOf(create(keys, allowed))).toEqual(algs)
  })

  it('count text as the bytes of its UTF-8', () => {
    expect(algsOf(create({ secret: 'é'.repeat(16) }, ['HS256']))).toEqual(['HS256'])
  })

  it('pass over the keys of a set that are for other use, and those for no allowed algorithm', () => {
    const others = [{ use: 'enc', alg: 'RSA-OAEP' }, { alg: 'RSA-OAEP' }, { key_ops: ['encrypt'] }]
    const encrypting = others.map((more) => jwkOf(rsa.publicKey, more))
    const keys = [...encrypting, EC, jwkOf(ed.publicKey), { kty: 'PQC' }]
    expect(algsOf(create({ jwks: { keys } }, ['ES256']))).toEqual(['ES256'])
  })

  it.each<[string, unknown, string]>([
    ['no key for an allowed algorithm', { jwk: jwkOf(ed.publicKey) }, 'keys'],
    ['an empty list', [], 'keys'],
    ['an empty set', { jwks: { keys: [] } }, 'keys.jwks.keys'],
    ['a set that is none', { jwks: null }, 'keys.jwks'],
    ['a set whose keys are no list', { jwks: { keys: EC } }, 'keys.jwks.keys'],
    ['a set of encryption keys only', { jwks: { keys: [{ ...EC, use: 'enc' }] } }, 'keys'],
    ['a bad key in a set', { jwks: { keys: [EC, null] } }, 'keys.jwks.keys[1]'],
    ['a secret in a public set', { jwks: { keys: [EC, { kty: 'oct', k: 'AQ' }] } }, 'keys.jwks.keys[1]'],
    ['a bad member in a list', [{ jwk: EC }, { jwk: { ...EC, kid: 1 } }], 'keys[1].jwk.kid'],
    ['a private key object', { publicKey: ec.privateKey }, 'keys.publicKey'],
    ['a secret as a public key', { publicKey: createSecretKey(SECRET) }, 'keys.publicKey'],
    [
      'a private PEM',
      { publicKey: ec.privateKey.export({ format: 'pem', type: 'pkcs8' }) },
      'keys.publicKey',
    ],
    ['text that is no PEM', { publicKey: 'secret' }, 'keys.publicKey'],
    ['a public key that is neither', { publicKey: 5 }, 'keys.publicKey'],
    [
      'PEM with nothing in it',
      { publicKey: '-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----' },
      'keys.publicKey',
    ],
  ])('are refused: %s', (_what, keys, path) => {
    expect(() => create(keys, ['ES256'])).toThrow(complaint(path))
  })

  it.each<[string, unknown]>([
    ['a public key', ec.publicKey],
    ['a private key', ec.privateKey],
    ['a public key as PEM text', SPKI],
    ['a public key as PEM bytes', Buffer.from(SPKI)],
    ['a public key as JWK text', JSON.stringify(EC)],
    ['a public key as JWK bytes', Buffer.from(` ${JSON.stringify(EC)}`)],
    ['a number', 5],
    ['a list', []],
    ['a short text', 'short'],
    ['an empty text', ''],
  ])('are refused as a secret: %s', (_what, secret) => {
    expect(() => create({ secret }, ['HS256'])).toThrow(complaint('keys.secret'))
  })

  it('never take a secret where none of its algorithms is asked for by name', () => {
    expect(() => create({ secret: SECRET })).toThrow(complaint('keys.secret'))
    expect(() => create({ secret: SECRET, alg: 'HS256' })).toThrow(complaint('keys'))
  })

  it('read the public key of an X.509 certificate', () => {
    expect(algsOf(create({ publicKey: CERTIFICATE }))).toEqual(['ES256'])
    expect(createPublicKey(CERTIFICATE).type).toBe('public')
  })
})

describe('a source of declared keys', () => {
  it.each<[string, unknown, number]>([
    ['a JWK without kid answers any kid', { jwk: EC }, 1],
    ['a PEM without kid answers any kid', { publicKey: SPKI }, 1],
    ['a list of one answers as the one', [{ publicKey: SPKI }], 1],
    ['a JWK with kid answers only that', { jwk: { ...EC, kid: 'mine' } }, 0],
    ['a PEM with kid answers only that', { publicKey: SPKI, kid: 'mine' }, 0],
    ['a set answers only its kids', { jwks: { keys: [EC] } }, 0],
    ['one key of two declarations answers no kid', [{ jwk: EC }, { publicKey: ed.publicKey }], 0],
  ])('%s', (_what, keys, count) => {
    const source = create(keys, ['ES256'])
    expect(found(source, 'theirs')).toBe(count)
    expect(found(source)).toBe(1)
  })

  it('tells its keys, is always fresh, and has nothing to fetch or free', async () => {
    const source = create({ jwk: { ...EC, kid: 'a' } })
    expect(source.status()).toEqual({ state: 'fresh', keys: [{ kid: 'a', alg: 'ES256' }] })
    await source.refresh()
    source.close()
    source.close()
    expect(found(source, 'a')).toBe(1)
  })
})

/** Self-signed, of a key that was thrown away. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBhjCCASugAwIBAgIUM4uTVgPXcS6pIgyxf1+ksTtk/YowCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMdGVzdC5leGFtcGxlMCAXDTI2MTEyMzAwNTMxN1oYDzIxMjYx
MDMwMDA1MzE3WjAXMRUwEwYDVQQDDAx0ZXN0LmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAAT0gQs7tx7K+5zDblLavWQ2PUn4pTl8I5oXcTJ7gBYG9zvh
n+eMt5qAriwnkYq3l6hVnCEjVowr+gL+b7RTVN/Xo1MwUTAdBgNVHQ4EFgQUiIRk
YpIRejLoIHg0b75Pcr/l6fEwHwYDVR0jBBgwFoAUiIRkYpIRejLoIHg0b75Pcr/l
6fEwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA/SnZLslTrUbo
t2ubRFoEUD08gqxvhlsHZujaZxKLgu4CIQDYJFK6PB865jTzOEcC/I2QtYupHEJt
3B/D8w9wbOQxKA==
-----END CERTIFICATE-----`
