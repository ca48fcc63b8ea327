import {
  constants,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createStaticKeys } from '../keys/static-keys.js'
import { createSigner, type Signer } from '../testing.js'
import { ALGORITHMS, type Algorithm, type AlgorithmName } from './algorithms.js'
import { createVerificationKey, type VerificationKey } from './verification-key.js'

const TEXT = 'header.payload'
const DATA = Buffer.from(TEXT)
const rowOf = (name: AlgorithmName): Algorithm => ALGORITHMS.get(name) as Algorithm
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

function keyOf({ keys, alg }: Signer): VerificationKey {
  const [key] = createStaticKeys(keys, [alg], 'keys').resolve(undefined, alg) as VerificationKey[]
  if (key === undefined) throw new Error('no key')
  return key
}

describe.each([
  ...(['HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'] as const),
])('a key for %s', (alg) => {
  const signer = createSigner({ alg })
  const key = keyOf(signer)
  const signature = signer.sign(TEXT)

  it('holds its own signature', async () => {
    expect(await key.holds(DATA, signature)).toBe(true)
  })

  it.each<[string, (good: Buffer) => Buffer]>([
    ['one bit of which is changed', (good) => good.map((byte, at) => (at === 5 ? byte ^ 1 : byte)) as Buffer],
    ['without its last byte', (good) => good.subarray(0, -1)],
    ['with a byte after it', (good) => Buffer.concat([good, Buffer.alloc(1)])],
    ['with a zero before it', (good) => Buffer.concat([Buffer.alloc(1), good])],
    ['of zeros', (good) => Buffer.alloc(good.length)],
    ['of no bytes', () => Buffer.alloc(0)],
  ])('does not hold a signature %s', async (_what, change) => {
    expect(await key.holds(DATA, Buffer.from(change(signature)))).toBe(false)
  })

  it('does not hold its signature over other text, nor that of another key', async () => {
    expect(await key.holds(Buffer.from(`${TEXT}x`), signature)).toBe(false)
    expect(await key.holds(DATA, createSigner({ alg }).sign(TEXT))).toBe(false)
  })

  it('cannot be changed', () => {
    expect(Object.isFrozen(key)).toBe(true)
  })
})

describe('a verification key', () => {
  const signed = (key: KeyObject, saltLength: number): Buffer =>
    sign('sha256', DATA, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength })

  it.each([
    [0, false],
    [31, false],
    [32, true],
    [64, false],
  ])(
    'for PS256 takes a salt of %i bytes: %s, for it is as long as the hash',
    async (saltLength, expected) => {
      const key = createVerificationKey(rowOf('PS256'), publicKey, undefined)
      expect(await key.holds(DATA, signed(privateKey, saltLength))).toBe(expected)
    },
  )

  it('does not take a DER signature for ES256', async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const key = createVerificationKey(rowOf('ES256'), pair.publicKey, undefined)
    expect(await key.holds(DATA, sign('sha256', DATA, pair.privateKey))).toBe(false)
  })

  it('answers at once for fast algorithms, and later for slow ones and large RSA keys', async () => {
    const answerOf = (bytes: number) => {
      const n = Buffer.alloc(bytes, 0xff).toString('base64url')
      const key = createPublicKey({ format: 'jwk', key: { kty: 'RSA', n, e: 'AQAB' } })
      return createVerificationKey(rowOf('RS256'), key, undefined).holds(DATA, Buffer.alloc(bytes))
    }
    expect(answerOf(512)).toBe(false)
    expect(answerOf(513)).toBeInstanceOf(Promise)
    expect(await answerOf(513)).toBe(false)
    const small = createVerificationKey(rowOf('RS256'), publicKey, undefined)
    expect(small.holds(DATA, sign('sha256', DATA, privateKey))).toBe(true)
  })

  it('rejects where the thread pool cannot check at all', async () => {
    const { publicKey: ed448 } = generateKeyPairSync('ed448')
    const key = createVerificationKey(rowOf('ES384'), ed448, undefined)
    await expect(Promise.resolve(key.holds(DATA, Buffer.alloc(96)))).rejects.toThrow()
  })

  it('holds nothing for a key of another kind than its algorithm', async () => {
    const secret = createSecretKey(Buffer.alloc(32))
    const key = createVerificationKey(rowOf('RS256'), secret, 'kid')
    expect(await key.holds(DATA, Buffer.alloc(256))).toBe(false)
    expect(key.kid).toBe('kid')
  })

  it('of a modulus that fills no whole byte expects the byte that is begun', async () => {
    const odd = generateKeyPairSync('rsa', { modulusLength: 2049 })
    const key = createVerificationKey(rowOf('RS256'), createPublicKey(odd.privateKey), undefined)
    expect(await key.holds(DATA, sign('sha256', DATA, odd.privateKey))).toBe(true)
  })
})
