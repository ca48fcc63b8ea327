import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { KeySource } from '../keys/key-source.js'
import { createSigner } from '../testing.js'
import type { ErasedOptions } from './auth-options.js'
import { resolveIssuers } from './resolve-issuers.js'

const signer = createSigner()
const { keys } = signer
const { jwk } = keys as { jwk: Record<string, unknown> }
const good = { issuer: 'https://id.test', audience: 'api', keys }
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
const pem = generateKeyPairSync('rsa', { modulusLength: 2048 })
const spki = pem.publicKey.export({ format: 'pem', type: 'spki' })
const pkcs8 = pem.privateKey.export({ format: 'pem', type: 'pkcs8' })
const source: KeySource = {
  resolve: () => [],
  status: () => ({ state: 'fresh', keys: [] }),
  refresh: async () => {},
  close: () => {},
}

const ROWS: readonly (readonly [path: string, options: unknown, part: string])[] = [
  ['issuer', { audience: 'a', keys }, 'an explicit null switches the check off'],
  ['audience', { issuer: 'a', keys }, 'an explicit null switches the check off'],
  ['keys', { issuer: 'a', audience: 'a' }, 'is required where `issuer` is not one https URL'],
  ['keys', { issuer: null, audience: 'a' }, 'is required where'],
  ['keys', { issuer: ['https://a.test', 'https://b.test'], audience: 'a' }, 'is required where'],
  ['issuer', { issuer: 'http://id.test', audience: 'a' }, 'is no https URL; `allowInsecureHttp: true`'],
  ['issuer', { issuer: 'https://me:pass@id.test', audience: 'a' }, 'a user name or a password'],
  ['issuer', { issuer: 'https://id.test/#a', audience: 'a' }, 'has a fragment'],
  ['issuer', { issuer: 'https://id.test?a=b', audience: 'a' }, 'has a query'],
  ['issuer', { issuer: 'https://', audience: 'a' }, 'is no absolute URL'],
  ['issuers[0].issuer', { issuers: [{ issuer: 'http://id.test', audience: 'a' }] }, 'is no https URL'],
  ['keys.jwksUri', { ...good, keys: { jwksUri: '/jwks.json' } }, 'is no absolute URL'],
  ['keys.jwksUri', { ...good, keys: { jwksUri: 'http://id.test/jwks' } }, 'is no https URL'],
  ['keys.jwksUri', { ...good, keys: { jwksUri: 'http://localhost.id.test/jwks' } }, 'is no https URL'],
  ['keys.jwksUri', { ...good, keys: { jwksUri: 'data:application/json,{}' } }, 'is no https URL'],
  [
    'algorithms',
    { ...good, keys: { jwksUri: 'https://id.test' }, algorithms: ['HS256'] },
    'names only secrets',
  ],

  ['issuer', { issuer: 'a', issuers: [good] }, 'belongs into each of `issuers`'],
  ['keys', { keys, issuers: [good] }, 'belongs into each of `issuers`'],
  ['issuers[0].issuer', { issuers: [{ ...good, issuer: null }] }, 'told apart by name'],
  ['issuers[0].audience', { issuers: [{ issuer: 'a', keys }] }, 'is required: for whom'],
  ['issuers[1].issuer', { issuers: [good, good] }, 'is written twice'],
  ['issuers[1].keys', { issuers: [good, { issuer: 'b', audience: 'a' }] }, 'is required'],
  ['keys', { ...good, algorithms: ['RS256'] }, 'holds no key for any of the allowed algorithms'],
  ['keys.jwk', { ...good, keys: { jwk: [] } }, 'expected a JWK'],
  ['keys.jwk', { ...good, keys: { jwk: { kty: 'oct', k: 'AA' } } }, 'declared as { secret }'],
  ['keys.jwk.d', { ...good, keys: { jwk: { ...jwk, d: 'AA' } } }, 'private key'],
  ['keys.jwk.kty', { ...good, keys: { jwk: { ...jwk, kty: 'ec' } } }, 'expected RSA, EC, OKP or AKP'],
  ['keys.jwk.crv', { ...good, keys: { jwk: { ...jwk, crv: 'secp256k1' } } }, 'expected P-256'],
  ['keys.jwk.use', { ...good, keys: { jwk: { ...jwk, use: 'enc' } } }, 'use "sig"'],
  ['keys.jwk.key_ops', { ...good, keys: { jwk: { ...jwk, key_ops: ['sign'] } } }, 'include "verify"'],
  ['keys.jwk.alg', { ...good, keys: { jwk: { ...jwk, alg: 'ES256K' } } }, 'no signature algorithm'],
  ['keys.jwk.kid', { ...good, keys: { jwk: { ...jwk, kid: 1 } } }, 'expected a string'],
  ['keys.jwk.x', { ...good, keys: { jwk: { ...jwk, x: `${jwk.x}=` } } }, 'base64url without padding'],
  ['keys.jwk', { ...good, keys: { jwk: { ...jwk, alg: 'ES384' } } }, 'cannot be used with ES384'],
  ['keys.jwks.keys', { ...good, keys: { jwks: { keys: [] } } }, 'expected a list of JWKs'],
  ['keys.jwks', { ...good, keys: { jwks: null } }, 'expected a key set, { keys: [...] }'],
  ['keys.jwks.keys[1].d', { ...good, keys: { jwks: { keys: [jwk, { ...jwk, d: 'A' }] } } }, 'private key'],
  ['keys.publicKey', { ...good, keys: { publicKey: pkcs8 } }, 'private key'],
  ['keys.publicKey', { ...good, keys: { publicKey: pem.privateKey } }, 'private key'],
  [
    'keys.publicKey',
    { ...good, keys: { publicKey: 'x' } },
    'expected PEM text (no path, no bytes) or a KeyObject',
  ],
  ['keys.publicKey', { ...good, keys: { publicKey: '-----BEGIN X-----' } }, 'no readable public key'],
  ['keys.publicKey', { ...good, keys: { publicKey: weak } }, '2048 to 8192 bits; this one has 1024'],
  ['keys.secret', { ...good, keys: { secret: spki }, algorithms: ['HS256'] }, 'PEM text'],
  ['keys.secret', { ...good, keys: { secret: 'short' }, algorithms: ['HS256'] }, 'at least 32 bytes'],
  ['keys.secret', { ...good, keys: { secret: 1 }, algorithms: ['HS256'] }, 'expected text, bytes'],
  ['keys.secret', { ...good, keys: { secret: pem.publicKey }, algorithms: ['HS256'] }, 'not a public'],
  ['keys', { ...good, keys: { secret: 'x'.repeat(64), alg: 'HS256' } }, 'holds no key for any'],
  ['keys.secret', { ...good, keys: { secret: 'x'.repeat(64) } }, 'name it in `alg`'],
  ['keys[1].secret', { ...good, keys: [keys, { secret: 'short', alg: 'HS256' }] }, 'at least 32 bytes'],
]

test.each(ROWS)('names %s where %o cannot be trusted', (path, options, part) => {
  const resolve = (): unknown => resolveIssuers(options as ErasedOptions)
  expect(resolve).toThrow(ConfigurationError)
  expect(resolve).toThrow(expect.objectContaining({ path, message: expect.stringContaining(part) }))
})

describe('one issuer', () => {
  test('is not looked up by name', () => {
    const { issuers, issuerOf } = resolveIssuers({ ...good, issuer: ['a', 'b'], audience: ['x', 'y'] })
    expect(issuerOf).toBeUndefined()
    expect(issuers).toHaveLength(1)
    expect(issuers[0]).toMatchObject({
      label: 'a',
      names: new Set(['a', 'b']),
      audience: new Set(['x', 'y']),
    })
  })

  test('is unchecked by an explicit null, and so is the audience', () => {
    const [issuer] = resolveIssuers({ issuer: null, audience: null, keys }).issuers
    expect(issuer).toMatchObject({ label: undefined, names: null, audience: null })
  })

  test('accepts every asymmetric algorithm and none with a secret by default', () => {
    const names = [...(resolveIssuers(good).issuers[0]?.algorithms.keys() ?? [])]
    expect(names).toContain('RS256')
    expect(names).toContain('EdDSA')
    expect(names.filter((name) => name.startsWith('HS'))).toEqual([])
  })

  test.each(['EdDSA', 'Ed25519'] as const)('that allows %s accepts both names of Ed25519', (alg) => {
    const options = { ...good, keys: createSigner({ alg: 'EdDSA' }).keys, algorithms: [alg] }
    const names = [...(resolveIssuers(options).issuers[0]?.algorithms.keys() ?? [])]
    expect(names.sort()).toEqual(['Ed25519', 'EdDSA'])
  })

  test('may bring its own key source', () => {
    expect(resolveIssuers({ ...good, keys: { source } }).issuers[0]?.keys).toBe(source)
  })
})

describe('several issuers', () => {
  test('are found by each of their names and inherit audience and algorithms', () => {
    const { issuerOf, issuers } = resolveIssuers({
      audience: 'api',
      algorithms: ['ES256'],
      issuers: [
        { issuer: ['a', 'b'], keys },
        { issuer: 'c', keys, audience: 'own' },
      ],
    })
    expect([...(issuerOf?.keys() ?? [])]).toEqual(['a', 'b', 'c'])
    expect(issuerOf?.get('b')).toBe(issuers[0])
    expect(issuers.map(({ audience }) => [...(audience ?? [])])).toEqual([['api'], ['own']])
    expect(issuers.map(({ algorithms }) => [...algorithms.keys()])).toEqual([['ES256'], ['ES256']])
  })

  test('of which there is one are still told by name', () => {
    expect(resolveIssuers({ issuers: [good] }).issuerOf?.size).toBe(1)
  })
})

test('keys and partition of a parent are used again', () => {
  const parent = resolveIssuers(good)
  const child = resolveIssuers({ ...good, audience: 'other' }, parent)
  expect(child.issuers[0]?.keys).toBe(parent.issuers[0]?.keys)
  expect(child.partition).toBe(parent.partition)
  expect(resolveIssuers(good).partition).not.toBe(parent.partition)
})
