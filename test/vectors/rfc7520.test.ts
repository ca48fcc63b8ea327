import { createSecretKey } from 'node:crypto'
import type { AlgorithmName, Jwk } from '@meishi/core'
import { encodeToken } from '@meishi/core/testing'
import { describe, expect, it } from 'vitest'
import { importJwk } from '../../packages/core/src/jose/import-jwk.js'
import { importKey } from '../../packages/core/src/jose/import-key.js'
import type { VerificationKey } from '../../packages/core/src/jose/verification-key.js'
import { declare, judge, publicPart } from './judge.js'
import { HAS_VECTORS, listVectors, readVectors } from './read-vectors.js'

interface Signing {
  readonly protected?: object
  readonly 'sig-input': string
  readonly sig: string
}
interface Figure<One> {
  readonly input: {
    readonly payload: string
    readonly key: One extends true ? Jwk : Jwk[]
    readonly alg: string
  }
  readonly signing: One extends true ? Signing : Signing[]
  readonly output: { readonly compact?: string; readonly json?: object; readonly json_flat?: object }
}

const SINGLE: readonly [string, string, AlgorithmName][] = [
  ['4.1, RSA PKCS#1', 'cookbook/jws/4_1.rsa_v15_signature.json', 'RS256'],
  ['4.2, RSA-PSS', 'cookbook/jws/4_2.rsa-pss_signature.json', 'PS384'],
  ['4.3, ECDSA', 'cookbook/jws/4_3.ecdsa_signature.json', 'ES512'],
  ['4.4, HMAC', 'cookbook/jws/4_4.hmac-sha2_integrity_protection.json', 'HS256'],
  ['4.6, some header fields protected', 'cookbook/jws/4_6.protecting_specific_header_fields.json', 'HS256'],
  ['A.4 of RFC 8037, Ed25519', 'cookbook/curve25519/jws.json', 'EdDSA'],
]
const DETACHED = 'cookbook/jws/4_5.signature_with_detached_content.json'
const CONTENT_ONLY = 'cookbook/jws/4_7.protecting_content_only.json'
const MULTIPLE = 'cookbook/jws/4_8.multiple_signatures.json'
const one = (path: string): Figure<true> => readVectors(path)

function keyOf(jwk: Jwk, alg: AlgorithmName): VerificationKey {
  if (jwk.kty !== 'oct') return importJwk(publicPart(jwk), [alg], 'jwk')
  return importKey(createSecretKey(Buffer.from(String(jwk.k), 'base64url')), { alg }, [alg], 'secret')
}
const holds = (jwk: Jwk, alg: AlgorithmName, { 'sig-input': input, sig }: Signing) =>
  keyOf(jwk, alg).holds(Buffer.from(input), Buffer.from(sig, 'base64url'))

describe.skipIf(!HAS_VECTORS)('the signatures of RFC 7520', () => {
  it.each(SINGLE)('section %s: accepted as a compact token', async (_what, path, alg) => {
    const { input, signing, output } = one(path)
    const token = `${signing['sig-input']}.${signing.sig}`
    if (output.compact !== undefined) expect(token).toBe(output.compact)
    expect(await judge(token, declare(publicPart(input.key)), [alg])).toBe('accepted')
    expect(await holds(input.key, alg, signing)).toBe(true)
  })

  it.each(SINGLE)('section %s: refused where one letter is changed', async (_what, path, alg) => {
    const { input, signing } = one(path)
    const [header = '', payload = ''] = signing['sig-input'].split('.')
    const changed = `${header}.${payload.startsWith('A') ? 'B' : 'A'}${payload.slice(1)}.${signing.sig}`
    expect(await judge(changed, declare(publicPart(input.key)), [alg])).toBe('signature_invalid')
  })

  it.each([...SINGLE.map(([, path]) => path), DETACHED, CONTENT_ONLY, MULTIPLE])(
    '%s: refused in both JSON serializations',
    async (path) => {
      const { json, json_flat: flat } = one(path).output
      for (const form of [json, flat].filter((present) => present !== undefined))
        expect(await judge(JSON.stringify(form), { secret: Buffer.alloc(32), alg: 'HS256' })).toBe(
          'token_malformed',
        )
    },
  )

  it('section 4.5: refused while its payload is detached', async () => {
    const { input, signing, output } = one(DETACHED)
    expect(await judge(output.compact ?? '', declare(input.key))).toBe('token_malformed')
    const attached = (output.compact ?? '').replace(
      '..',
      `.${Buffer.from(input.payload).toString('base64url')}.`,
    )
    expect(await judge(attached, declare(input.key), ['HS256'])).toBe('accepted')
    expect(await holds(input.key, 'HS256', signing)).toBe(true)
  })

  it('section 4.7: holds, though no compact token can be made of it', async () => {
    const { input, signing } = one(CONTENT_ONLY)
    expect(await holds(input.key, 'HS256', signing)).toBe(true)
    expect(await judge(`${signing['sig-input']}.${signing.sig}`, declare(input.key), ['HS256'])).toBe(
      'token_malformed',
    )
  })

  it('section 4.8: each of the three holds, under its own key only', async () => {
    const { input, signing } = readVectors<Figure<false>>(MULTIPLE)
    const algorithms = ['RS256', 'ES512', 'HS256'] as const
    const table = await Promise.all(
      signing.map((signature) =>
        Promise.all(algorithms.map((alg, at) => holds(input.key[at] as Jwk, alg, signature))),
      ),
    )
    expect(table).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ])
  })
})

describe.skipIf(!HAS_VECTORS)('the unencoded payloads of RFC 7797', () => {
  it.each(['cookbook/rfc7797/4.2.hmac-sha2_b64_false.json', 'cookbook/rfc7797/hmac-sha2_b64_false.json'])(
    '%s: refused as it stands, and for its header',
    async (path) => {
      const { input, signing, output } = one(path)
      const keys = declare(input.key)
      expect(await judge(output.compact ?? JSON.stringify(output.json), keys)).toBe('token_malformed')
      const encoded = encodeToken(signing.protected ?? {}, '{}', () => Buffer.alloc(32))
      expect(await judge(encoded, keys)).toBe('header_refused')
    },
  )
})

describe.skipIf(!HAS_VECTORS)('the encrypted tokens of RFC 7520', () => {
  it('are not opened, for nobody asked for it', async () => {
    const figures = listVectors('cookbook/jwe').map((path) => one(path).output.compact)
    const tokens = figures.filter((token) => token !== undefined)
    expect(tokens).toHaveLength(9)
    for (const token of tokens)
      expect(await judge(token, { secret: Buffer.alloc(32), alg: 'HS256' })).toBe('decryption_failed')
  })
})
