import type { AlgorithmName, ContentEncryptionName, Jwk, KeyManagementName } from '@meishi/core'
import { createTokenEncrypter, createTokenSigner, encryptToken, signToken } from '@meishi/issuer'
import { compactDecrypt, importJWK, type JWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { declare, judge, publicPart } from './judge.js'
import { HAS_VECTORS, readVectors } from './read-vectors.js'

interface SigningFigure {
  readonly input: { readonly payload: string; readonly key: Jwk; readonly alg: AlgorithmName }
  readonly signing: { readonly 'sig-input': string; readonly sig: string }
}
interface EncryptionFigure {
  readonly input: {
    readonly plaintext: string
    readonly key: Jwk
    readonly alg: KeyManagementName
    readonly enc: ContentEncryptionName
  }
}
interface NestingFigure {
  readonly sign: SigningFigure
  readonly encrypt: EncryptionFigure & { readonly output: { readonly compact: string } }
}

const DETERMINISTIC = [
  ['4.1, RSA PKCS#1', 'cookbook/jws/4_1.rsa_v15_signature.json'],
  ['4.4, HMAC', 'cookbook/jws/4_4.hmac-sha2_integrity_protection.json'],
  ['A.4 of RFC 8037, Ed25519', 'cookbook/curve25519/jws.json'],
] as const
const RANDOM = [
  ['4.2, RSA-PSS', 'cookbook/jws/4_2.rsa-pss_signature.json'],
  ['4.3, ECDSA', 'cookbook/jws/4_3.ecdsa_signature.json'],
] as const
const ENCRYPTION = [
  ['5.2, RSA-OAEP', 'cookbook/jwe/5_2.key_encryption_using_rsa-oaep_with_aes-gcm.json'],
  [
    '5.4, ECDH-ES with AES key wrap',
    'cookbook/jwe/5_4.key_agreement_with_key_wrapping_using_ecdh-es_and_aes-keywrap_with_aes-gcm.json',
  ],
  ['5.5, ECDH-ES', 'cookbook/jwe/5_5.key_agreement_using_ecdh-es_with_aes-cbc-hmac-sha2.json'],
  ['5.6, dir', 'cookbook/jwe/5_6.direct_encryption_using_aes-gcm.json'],
  ['5.8, AES key wrap', 'cookbook/jwe/5_8.key_wrap_using_aes-keywrap_with_aes-gcm.json'],
  ['RFC 8037, X25519', 'cookbook/curve25519/ecdh-es.json'],
] as const
const REFUSED_ENCRYPTION = [
  ['5.1, RSA1_5', 'cookbook/jwe/5_1.key_encryption_using_rsa_v15_and_aes-hmac-sha2.json'],
  ['5.3, PBES2', 'cookbook/jwe/5_3.key_wrap_using_pbes2-aes-keywrap_with-aes-cbc-hmac-sha2.json'],
  ['5.7, A256GCMKW', 'cookbook/jwe/5_7.key_wrap_using_aes-gcm_keywrap_with_aes-cbc-hmac-sha2.json'],
] as const
const NESTING = 'cookbook/6.nesting_signatures_and_encryption.json'

/** A figure without `enc` in its header table has it in its input; the one of RFC 8037 has an `alg` in its key too. */
const encrypterOf = ({ input: { key, alg, enc } }: EncryptionFigure) =>
  createTokenEncrypter({ alg, enc, key: { jwk: key.kty === 'oct' ? key : publicPart(key) } })

describe.skipIf(!HAS_VECTORS)('the figures of RFC 7520, made anew', () => {
  test.each(DETERMINISTIC)('section %s: the same signature, to the byte', async (_, path) => {
    const { input, signing } = readVectors<SigningFigure>(path)
    const signer = createTokenSigner({ privateJwk: input.key }, input.alg)
    const signature = await signer.sign(Buffer.from(signing['sig-input']))
    expect(Buffer.from(signature).toString('base64url')).toBe(signing.sig)
  })

  test.each(RANDOM)('section %s: another signature, and as good', async (_, path) => {
    const { input, signing } = readVectors<SigningFigure>(path)
    const signer = createTokenSigner({ privateJwk: input.key }, input.alg)
    const signature = Buffer.from(await signer.sign(Buffer.from(signing['sig-input']))).toString('base64url')
    expect(signature).not.toBe(signing.sig)
    expect(signature).toHaveLength(signing.sig.length)
    const token = `${signing['sig-input']}.${signature}`
    expect(await judge(token, declare(publicPart(input.key)), [input.alg])).toBe('accepted')
  })

  test.each(ENCRYPTION)('section %s: opens under the key of the figure', async (_, path) => {
    const figure = readVectors<EncryptionFigure>(path)
    const token = await encryptToken(figure.input.plaintext, encrypterOf(figure))
    const key = await importJWK(figure.input.key as JWK, figure.input.alg)
    const { plaintext } = await compactDecrypt(token, key)
    expect(Buffer.from(plaintext).toString()).toBe(figure.input.plaintext)
  })

  test.each(REFUSED_ENCRYPTION)('section %s: refused by name', (_, path) => {
    const { alg, enc } = readVectors<EncryptionFigure>(path).input
    const key = { secret: Buffer.alloc(32) }
    expect(() => createTokenEncrypter({ alg, enc, key })).toThrow(/^encrypt\.alg: /)
  })

  test('section 6: signed, then encrypted', async () => {
    const { sign, encrypt } = readVectors<NestingFigure>(NESTING)
    const claims = JSON.parse(sign.input.payload)
    const signer = createTokenSigner({ privateJwk: sign.input.key }, sign.input.alg)
    const token = await encryptToken(await signToken(claims, signer), encrypterOf(encrypt), { cty: 'JWT' })
    const key = await importJWK(encrypt.input.key as JWK, encrypt.input.alg)
    const [ours, theirs] = await Promise.all(
      [token, encrypt.output.compact].map((one) => compactDecrypt(one, key)),
    )
    expect(ours?.protectedHeader).toMatchObject({ alg: 'RSA-OAEP', enc: 'A128GCM', cty: 'JWT' })
    const payloadOf = (plaintext: Uint8Array = new Uint8Array()) =>
      Buffer.from(plaintext).toString().split('.')[1]
    expect(payloadOf(ours?.plaintext)).toBe(payloadOf(theirs?.plaintext))
    expect(
      await judge(Buffer.from(ours?.plaintext ?? []).toString(), declare(publicPart(sign.input.key)), [
        'PS256',
      ]),
    ).toBe('accepted')
  })
})
