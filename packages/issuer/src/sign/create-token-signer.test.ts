import { createSecretKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { compactVerify, createLocalJWKSet, importSPKI, type JSONWebKeySet } from 'jose'
import { describe, expect, test } from 'vitest'
import { generateKey } from '../keys/generate-key.js'
import { createTokenSigner } from './create-token-signer.js'
import { signToken } from './sign-token.js'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1' = 'pkcs8'): string =>
  key.export({ format: 'pem', type } as never) as string

describe('takes a private key', () => {
  test.each([
    ['PKCS#8', pem(rsa.privateKey), 'RS256', rsa],
    ['PKCS#1', pem(rsa.privateKey, 'pkcs1'), 'PS384', rsa],
    ['SEC1', pem(ec.privateKey, 'sec1'), 'ES256', ec],
    ['a KeyObject', ec.privateKey, 'ES256', ec],
  ] as const)('as %s', async (_, privateKey, alg, { publicKey }) => {
    const signer = createTokenSigner({ privateKey, kid: 'k1' }, alg)
    const spki = await importSPKI(publicKey.export({ format: 'pem', type: 'spki' }) as string, alg)
    const { protectedHeader } = await compactVerify(await signToken({ sub: 'a' }, signer), spki)
    expect(protectedHeader).toEqual({ alg, kid: 'k1', typ: 'JWT' })
  })

  test('as a JWK, and gives the public one as it is published', async () => {
    const { privateJwk, publicJwk } = await generateKey({ alg: 'Ed25519' })
    const signer = createTokenSigner({ privateJwk })
    expect(signer.publicJwk).toEqual(publicJwk)
    const keys = createLocalJWKSet({ keys: [signer.publicJwk] } as JSONWebKeySet)
    await expect(compactVerify(await signToken({ sub: 'a' }, signer), keys)).resolves.toBeDefined()
  })

  test('EdDSA is another name for Ed25519', async () => {
    const { privateJwk } = await generateKey({ alg: 'Ed25519' })
    const token = await signToken({}, createTokenSigner({ privateJwk }, 'EdDSA'))
    expect(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).alg).toBe('EdDSA')
  })
})

describe('takes a secret', () => {
  const secret = randomBytes(32)
  test.each([
    ['bytes', { secret }],
    ['a KeyObject', { secret: createSecretKey(secret) }],
    ['a JWK', { privateJwk: { kty: 'oct', k: secret.toString('base64url') } }],
  ])('as %s, and has nothing to publish', async (_, key) => {
    const signer = createTokenSigner(key, 'HS256')
    expect(signer.publicJwk).toBeUndefined()
    await expect(compactVerify(await signToken({ sub: 'a' }, signer), secret)).resolves.toBeDefined()
  })

  test('text is its UTF-8 bytes', async () => {
    const text = 'é'.repeat(16)
    const token = await signToken({}, createTokenSigner({ secret: text }, 'HS256'))
    await expect(compactVerify(token, new TextEncoder().encode(text))).resolves.toBeDefined()
  })
})

const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
const { privateJwk: es256 } = await generateKey({ alg: 'ES256' })
const { privateJwk: rs256, publicJwk: publicRs256 } = await generateKey({ alg: 'RS256' })

test.each([
  ['a weak RSA key', { privateKey: weak }, 'RS256', 'an RSA key has 2048 to 8192 bits; this one has 1024'],
  ['a short secret', { secret: 'too short' }, 'HS256', 'a secret for HS256 has at least 32 bytes'],
  ['a key of another kind', { privateKey: ec.privateKey }, 'RS256', 'this key cannot be used with RS256'],
  ['a curve of another size', { privateKey: ec.privateKey }, 'ES384', 'this key cannot be used with ES384'],
  ['an RSA key as a secret', { privateKey: rsa.privateKey }, 'HS256', 'this key cannot be used with HS256'],
  ['PEM text as a secret', { secret: pem(rsa.privateKey) }, 'HS256', 'this is PEM text, not a secret'],
  ['a public KeyObject', { privateKey: rsa.publicKey }, 'RS256', 'this KeyObject is public'],
  ['a public JWK', { privateJwk: publicRs256 }, 'RS256', 'it has no member d'],
  ['a path', { privateKey: '/etc/key.pem' }, 'RS256', 'expected PEM text (no path, no bytes)'],
  ['unreadable PEM', { privateKey: '-----BEGIN PRIVATE KEY-----' }, 'RS256', 'no readable private key'],
  [
    'a key bound to another algorithm',
    { privateJwk: rs256 },
    'PS256',
    'bound to RS256 and cannot sign with PS256',
  ],
  ['no algorithm', { privateKey: rsa.privateKey }, undefined, 'needs an algorithm'],
  ['an unknown algorithm', { privateKey: rsa.privateKey }, 'none', 'algorithm: expected one of HS256,'],
  ['an encryption key', { privateJwk: { ...es256, use: 'enc' } }, 'ES256', 'has the use "sig"'],
  ['other operations', { privateJwk: { ...es256, key_ops: ['verify'] } }, 'ES256', 'include "sign"'],
  [
    'an unknown JWK algorithm',
    { privateJwk: { ...es256, alg: 'ES256K' } },
    'ES256',
    'names no signature algorithm',
  ],
  ['a broken JWK', { privateJwk: { ...es256, d: 'AAAA' } }, 'ES256', 'not a valid private key'],
  [
    'a JWK secret with padding',
    { privateJwk: { kty: 'oct', k: 'AAA=' } },
    'HS256',
    'base64url without padding',
  ],
  ['no JWK', { privateJwk: [] }, 'ES256', 'expected a JWK'],
  ['an empty kid', { privateKey: rsa.privateKey, kid: '' }, 'RS256', 'key.kid: expected a string'],
  ['nothing known', {}, 'RS256', 'expected one of privateJwk, privateKey, secret'],
])('refuses %s', (_, key, alg, message) => {
  expect(() => createTokenSigner(key as never, alg as never)).toThrow(message)
})

test.each(['ES256', 'ES512', 'RS256', 'PS256', 'Ed25519'] as const)(
  'refuses a private %s key with the public part of another one',
  async (alg) => {
    const [ours, theirs] = [await generateKey({ alg }), await generateKey({ alg })]
    const { x, y, n, e } = theirs.publicJwk
    const foreign = Object.entries({ x, y, n, e }).filter(([, value]) => value !== undefined)
    const privateJwk = { ...ours.privateJwk, ...Object.fromEntries(foreign) }
    expect(() => createTokenSigner({ privateJwk }, alg, 'keys[1]')).toThrow(
      /^keys\[1\].*: not a valid private key(: its private and public parts do not belong together)?$/,
    )
  },
)

test('a message never has the key in it', () => {
  const secret = 'hunter2hunter2'
  expect(() => createTokenSigner({ secret }, 'HS256')).toThrow(expect.not.stringContaining(secret))
  const { d } = es256
  expect(() => createTokenSigner({ privateJwk: { ...es256, x: d } }, 'ES256')).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining(String(d)) }),
  )
})
