import { createVerifier, type Jwk } from '@meishi/core'
import { describe, expect, it } from 'vitest'
import { publicPart } from './judge.js'
import { declareDecryption, open } from './judge-encrypted.js'
import { HAS_VECTORS, readVectors } from './read-vectors.js'

interface Figure {
  readonly input: {
    readonly plaintext: string
    readonly key: Jwk
    readonly alg: string
    readonly enc: string
  }
  readonly output: { readonly compact: string; readonly json?: object; readonly json_flat?: object }
}
interface Nested {
  readonly sign: { readonly input: { readonly payload: string; readonly key: Jwk } }
  readonly encrypt: Figure
}

const JWE = 'cookbook/jwe'
const OPENED: readonly [string, string][] = [
  ['5.2, RSA-OAEP', `${JWE}/5_2.key_encryption_using_rsa-oaep_with_aes-gcm.json`],
  [
    '5.4, ECDH-ES with key wrapping',
    `${JWE}/5_4.key_agreement_with_key_wrapping_using_ecdh-es_and_aes-keywrap_with_aes-gcm.json`,
  ],
  ['5.5, ECDH-ES', `${JWE}/5_5.key_agreement_using_ecdh-es_with_aes-cbc-hmac-sha2.json`],
  ['5.8, AES key wrapping', `${JWE}/5_8.key_wrap_using_aes-keywrap_with_aes-gcm.json`],
  ['A.6 of RFC 8037, ECDH-ES on X25519', 'cookbook/curve25519/ecdh-es.json'],
]
/** What is refused, where, and why. */
const REFUSED: readonly [string, string, string][] = [
  [
    '5.1, RSA1_5 is not supported',
    'configuration',
    `${JWE}/5_1.key_encryption_using_rsa_v15_and_aes-hmac-sha2.json`,
  ],
  [
    '5.7, key wrapping by GCM is not supported',
    'configuration',
    `${JWE}/5_7.key_wrap_using_aes-gcm_keywrap_with_aes-cbc-hmac-sha2.json`,
  ],
  ['5.9, compressed', 'decryption_failed', `${JWE}/5_9.compressed_content.json`],
]
const DIRECT = `${JWE}/5_6.direct_encryption_using_aes-gcm.json`
const PASSWORD = `${JWE}/5_3.key_wrap_using_pbes2-aes-keywrap_with-aes-cbc-hmac-sha2.json`
const NESTED = 'cookbook/6.nesting_signatures_and_encryption.json'

/** The key of a figure, bound to the algorithm that the figure is about. */
const keyOf = ({ input: { key, alg } }: Figure): Jwk => ({ ...key, alg: key.alg ?? alg })

describe.skipIf(!HAS_VECTORS)('the encrypted figures of RFC 7520', () => {
  it.each(OPENED)('section %s: opened, and not where one letter is changed', async (_what, path) => {
    const figure = readVectors<Figure>(path)
    const { compact } = figure.output
    expect(String(await open(compact, keyOf(figure)))).toBe(figure.input.plaintext)
    const parts = compact.split('.')
    for (const at of [0, 1, 2, 3, 4].filter((one) => parts[one] !== '')) {
      const part = parts[at] ?? ''
      const changed = parts.with(at, `${part.slice(0, 8)}${part[8] === 'A' ? 'B' : 'A'}${part.slice(9)}`)
      expect(await open(changed.join('.'), keyOf(figure)), `part ${at}`).toBe('decryption_failed')
    }
  })

  it('section 5.6, direct: opened once the key says dir, and not enc, as its alg', async () => {
    const figure = readVectors<Figure>(DIRECT)
    expect(await open(figure.output.compact, figure.input.key)).toBe('configuration')
    const opened = await open(figure.output.compact, { ...figure.input.key, alg: 'dir' })
    expect(String(opened)).toBe(figure.input.plaintext)
  })

  it.each(REFUSED)('section %s: %s', async (_what, code, path) => {
    const figure = readVectors<Figure>(path)
    expect(await open(figure.output.compact, keyOf(figure))).toBe(code)
  })

  it('section 5.3, a password: refused under any key', async () => {
    const { compact } = readVectors<Figure>(PASSWORD).output
    const k = Buffer.alloc(32).toString('base64url')
    expect(await open(compact, { kty: 'oct', k, alg: 'A256KW' })).toBe('decryption_failed')
  })

  it.each(OPENED)('section %s: refused in both JSON serializations', async (_what, path) => {
    const figure = readVectors<Figure>(path)
    const { json, json_flat: flat } = figure.output
    for (const form of [json, flat].filter((present) => present !== undefined))
      expect(await open(JSON.stringify(form), keyOf(figure))).toBe('decryption_failed')
  })
})

describe.skipIf(!HAS_VECTORS)('section 6 of RFC 7520, a signed token that is encrypted', () => {
  const verifierOf = ({ sign, encrypt }: Nested, decryption: boolean, now = 1_300_819_379) =>
    createVerifier({
      issuer: 'hobbiton.example',
      audience: null,
      keys: { jwk: publicPart(sign.input.key) },
      algorithms: ['PS256'],
      clock: () => now,
      ...(decryption && { decryption: { keys: declareDecryption(encrypt.input.key) } }),
    })

  it('is accepted while it lives, with the claims of the signed token', async () => {
    const figure = readVectors<Nested>(NESTED)
    const { claims, token } = await verifierOf(figure, true).verify(figure.encrypt.output.compact)
    expect(claims).toEqual(JSON.parse(figure.sign.input.payload))
    expect(token.header).toEqual({ alg: 'PS256', typ: 'JWT' })
  })

  it('is refused when it is over, and where nobody opens it', async () => {
    const figure = readVectors<Nested>(NESTED)
    const { compact } = figure.encrypt.output
    await expect(verifierOf(figure, true, 1_300_819_386).verify(compact)).rejects.toMatchObject({
      code: 'token_expired',
    })
    await expect(verifierOf(figure, false).verify(compact)).rejects.toMatchObject({
      code: 'decryption_failed',
    })
  })
})
