import {
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type JsonWebKey,
  randomBytes,
} from 'node:crypto'
import type { ContentEncryptionName } from '@meishi/core'
import { CONTENT_ENCRYPTIONS, KEY_MANAGEMENTS } from '@meishi/core/adapter'
import { compactDecrypt, importJWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { generateKey } from '../keys/generate-key.js'
import { createTokenEncrypter } from './create-token-encrypter.js'
import { encryptToken } from './encrypt-token.js'

const contents = [...CONTENT_ENCRYPTIONS.keys()] as ContentEncryptionName[]
const cases = [...KEY_MANAGEMENTS.keys()].flatMap((alg) => contents.map((enc) => [alg, enc] as const))

describe('what is encrypted can be opened by jose', () => {
  test.each(cases)('%s with %s', async (alg, enc) => {
    const { publicJwk, privateJwk } = await generateKey({
      alg: (alg === 'dir' ? enc : alg) as never,
      kid: 'k',
    })
    const encrypter = createTokenEncrypter({ alg: alg as never, enc, key: { jwk: publicJwk ?? privateJwk } })
    const token = await encryptToken('inner.to.ken', encrypter, { cty: 'JWT' })
    const opened = await compactDecrypt(
      token,
      await importJWK(privateJwk as never, alg === 'dir' ? enc : alg),
    )
    expect(Buffer.from(opened.plaintext).toString()).toBe('inner.to.ken')
    expect(opened.protectedHeader).toMatchObject({ alg, enc, kid: encrypter.kid, typ: 'JWT', cty: 'JWT' })
  })
})

test('takes PEM, KeyObjects and X25519', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const publicKey = rsa.publicKey.export({ format: 'pem', type: 'spki' }) as string
  const one = createTokenEncrypter({ alg: 'RSA-OAEP-256', enc: 'A256GCM', key: { publicKey }, kid: 'reader' })
  const opened = await compactDecrypt(await encryptToken('{}', one), rsa.privateKey)
  expect(opened.protectedHeader).toEqual({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'reader', typ: 'JWT' })
  const x25519 = generateKeyPairSync('x25519')
  const two = createTokenEncrypter({ alg: 'ECDH-ES', enc: 'A256GCM', key: { publicKey: x25519.publicKey } })
  await expect(compactDecrypt(await encryptToken('{}', two), x25519.privateKey)).resolves.toBeDefined()
  const secret = createSecretKey(randomBytes(16))
  const three = createTokenEncrypter({ alg: 'A128KW', enc: 'A128GCM', key: { secret } })
  await expect(compactDecrypt(await encryptToken('{}', three), secret.export())).resolves.toBeDefined()
})

const { publicJwk, privateJwk } = await generateKey({ alg: 'RSA-OAEP-256' })
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
const ed25519 = generateKeyPairSync('ed25519').publicKey
const publicKey = createPublicKey({ format: 'jwk', key: publicJwk as JsonWebKey })

test.each([
  [{ alg: 'RSA1_5' }, 'encrypt.alg: RSA1_5 is refused'],
  [{ alg: 'RSA1_5' }, 'Use RSA-OAEP-256'],
  [{ alg: 'PBES2-HS256+A128KW' }, 'a password is no key'],
  [{ alg: 'A128GCMKW' }, 'encrypt.alg: expected one of RSA-OAEP,'],
  [{ enc: 'A128CBC' }, 'encrypt.enc: expected one of A128CBC-HS256,'],
  [{ alg: 'RSA-OAEP' }, 'bound to another algorithm than RSA-OAEP'],
  [{ key: { jwk: privateJwk } }, "this is a private key; give the reader's public key"],
  [{ key: { jwk: { ...publicJwk, use: 'sig' } } }, 'has the use "enc"'],
  [{ key: { jwk: { ...publicJwk, n: 1 } } }, 'not a valid public key'],
  [{ key: { jwk: [] } }, 'expected a JWK'],
  [{ key: { publicKey: weak } }, 'an RSA key has 2048 to 8192 bits'],
  [{ key: { publicKey: ed25519 } }, 'this key cannot be used with RSA-OAEP-256'],
  [{ key: { publicKey: 'key.pem' } }, 'expected PEM text (no path, no bytes)'],
  [{ key: { publicKey: '-----BEGIN CERTIFICATE-----' } }, 'no readable public key or certificate'],
  [{ key: { publicKey: '-----BEGIN PRIVATE KEY-----' } }, 'this is a private key'],
  [{ alg: 'ECDH-ES', key: { publicKey } }, 'this key cannot be used with ECDH-ES'],
  [{ alg: 'ECDH-ES', key: { publicKey: ed25519 } }, 'this key cannot be used with ECDH-ES'],
  [{ alg: 'ECDH-ES', key: { secret: randomBytes(32) } }, 'this key cannot be used with ECDH-ES'],
  [{ alg: 'A128KW', key: { secret: randomBytes(32) } }, 'A128KW takes a secret of 16 bytes; this one has 32'],
  [{ alg: 'dir', key: { secret: randomBytes(16) } }, 'dir takes a secret of 32 bytes; this one has 16'],
  [{ key: {} }, 'expected one of jwk, publicKey, secret'],
  [{ key: 'pem' }, 'expected one of jwk, publicKey, secret'],
  [{ zip: 'DEF' }, 'encrypt.zip: unknown option'],
])('%j is refused', (change, message) => {
  const options = { alg: 'RSA-OAEP-256', enc: 'A256GCM', key: { jwk: publicJwk }, ...change }
  expect(() => createTokenEncrypter(options as never)).toThrow(message)
})
