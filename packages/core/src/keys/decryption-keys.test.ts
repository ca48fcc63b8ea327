import { createSecretKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { CONTENT_ENCRYPTIONS, KEY_MANAGEMENTS } from '../jose/encryption-algorithms.js'
import type { Jwk } from '../jose/import-jwk.js'
import { createDecryptionKeys, type DecryptionKeys } from './decryption-keys.js'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwkOf = (key: KeyObject, more: object = {}): Jwk =>
  ({ ...(key.export({ format: 'jwk' }) as JsonWebKey), ...more }) as Jwk
const PRIVATE = jwkOf(rsa.privateKey, { alg: 'RSA-OAEP', kid: 'a' })
const pem = (type: 'pkcs8' | 'pkcs1' | 'sec1', key = rsa.privateKey): string =>
  key.export({ format: 'pem', type }).toString()

const accepted = { algorithms: KEY_MANAGEMENTS, encryptions: CONTENT_ENCRYPTIONS }
const create = (keys: unknown) => createDecryptionKeys(keys as DecryptionKeys, accepted, 'keys')
const algs = (keys: unknown): string[] =>
  create(keys)
    .select(undefined)
    .map(({ algorithm }) => algorithm.name)

describe('declared keys', () => {
  it.each<[string, unknown, string[], boolean]>([
    ['a JWK', { jwk: PRIVATE }, ['RSA-OAEP'], false],
    ['a key set', { jwks: { keys: [PRIVATE] } }, ['RSA-OAEP'], false],
    ['PKCS#8 PEM', { privateKey: pem('pkcs8'), alg: 'RSA-OAEP' }, ['RSA-OAEP'], false],
    ['PKCS#1 PEM', { privateKey: pem('pkcs1'), alg: 'RSA-OAEP-256' }, ['RSA-OAEP-256'], false],
    ['SEC 1 PEM', { privateKey: pem('sec1', ec.privateKey), alg: 'ECDH-ES' }, ['ECDH-ES'], false],
    ['a KeyObject', { privateKey: ec.privateKey, alg: 'ECDH-ES+A128KW' }, ['ECDH-ES+A128KW'], false],
    ['bytes as a secret', { secret: new Uint8Array(64) }, ['dir'], true],
    ['text as a secret', { secret: 's'.repeat(48) }, ['dir'], true],
    ['a secret KeyObject', { secret: createSecretKey(Buffer.alloc(32)), alg: 'A256KW' }, ['A256KW'], true],
    ['a list', [{ secret: new Uint8Array(64) }, { jwk: PRIVATE }], ['dir', 'RSA-OAEP'], true],
  ])('are taken in: %s', (_what, keys, expected, hasSecret) => {
    expect(algs(keys)).toEqual(expected)
    expect(create(keys).hasSecret).toBe(hasSecret)
  })

  it('pass over the keys of a set that are for signatures', () => {
    const signing = [{ use: 'sig' }, { alg: 'RS256' }, { key_ops: ['sign'] }].map((more) => ({
      ...PRIVATE,
      ...more,
    }))
    expect(algs({ jwks: { keys: [...signing, PRIVATE] } })).toEqual(['RSA-OAEP'])
  })

  it('answer a kid exactly, and any kid only where one key without a name was declared alone', () => {
    const found = (keys: unknown, kid?: string): number => create(keys).select(kid).length
    const nameless = { privateKey: rsa.privateKey, alg: 'RSA-OAEP' }
    const { kid: _kid, ...unnamed } = PRIVATE
    expect([found({ jwk: PRIVATE }, 'a'), found({ jwk: PRIVATE }, 'A'), found({ jwk: PRIVATE })]).toEqual([
      1, 0, 1,
    ])
    expect([found(nameless, 'x'), found(nameless)]).toEqual([1, 1])
    expect([found([nameless], 'x'), found({ jwks: { keys: [unnamed] } }, 'x')]).toEqual([1, 0])
    expect(found([nameless, { secret: new Uint8Array(64) }], 'x')).toBe(0)
  })

  it('may share a kid where their algorithms differ', () => {
    expect(algs([{ jwk: PRIVATE }, { jwk: { ...PRIVATE, alg: 'RSA-OAEP-256' } }])).toHaveLength(2)
  })

  it.each<[string, unknown, string]>([
    ['that are none', { jwks: { keys: [{ ...PRIVATE, use: 'sig' }] } }, 'keys'],
    ['in a set that is none', { jwks: [] }, 'keys.jwks'],
    ['in an empty set', { jwks: { keys: [] } }, 'keys.jwks.keys'],
    ['in a set without list', { jwks: { keys: {} } }, 'keys.jwks.keys'],
    ['in a set with a hole', { jwks: { keys: [null] } }, 'keys.jwks.keys[0]'],
    ['that are public', { privateKey: rsa.publicKey }, 'keys.privateKey'],
    [
      'that are public PEM',
      { privateKey: rsa.publicKey.export({ format: 'pem', type: 'spki' }) },
      'keys.privateKey',
    ],
    ['that are a secret', { privateKey: createSecretKey(Buffer.alloc(32)) }, 'keys.privateKey'],
    ['that are a path', { privateKey: './key.pem' }, 'keys.privateKey'],
    ['that are bytes', { privateKey: Buffer.from(pem('pkcs8')) }, 'keys.privateKey'],
    ['that are PEM as a secret', { secret: pem('pkcs8') }, 'keys.secret'],
    ['in a list, by their place', [{ secret: new Uint8Array(64) }, { secret: 7 }], 'keys[1].secret'],
    ['with one kid and one algorithm', [{ jwk: PRIVATE }, { jwk: PRIVATE }], 'keys'],
    [
      'without a kid, twice',
      [{ secret: new Uint8Array(64) }, { secret: new Uint8Array(64).fill(1) }],
      'keys',
    ],
  ])('are refused: %s', (_what, keys, path) => {
    expect(() => create(keys)).toThrow(expect.objectContaining({ name: 'ConfigurationError', path }))
  })
})
