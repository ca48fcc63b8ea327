import { createVerifier } from '@meishi/core'
import { createIssuer, createTokenEncrypter, generateKey, type KeyManagementAlgorithm } from '@meishi/issuer'
import { compactDecrypt, importJWK, type JWK, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { CONTENT, KEY_MANAGEMENT } from './encryption.js'

const cells = KEY_MANAGEMENT.flatMap((alg) => CONTENT.map((enc) => [alg, enc] as const))

const issuer = 'https://auth.example.com'
const audience = 'https://api.example.com'
const signing = await generateKey({ alg: 'ES256' })
const auth = await createIssuer({
  issuer,
  algorithm: 'ES256',
  audience,
  keys: { privateJwk: signing.privateJwk },
})

describe.each(cells)('a nested token, %s with %s', async (alg, enc) => {
  const reader = await generateKey({ alg: alg === 'dir' ? enc : alg, kid: 'reader' })
  const encrypt = createTokenEncrypter({ alg, enc, key: { jwk: reader.publicJwk ?? reader.privateJwk } })
  const { token, claims } = await auth.issue({ subject: 'alice', encrypt })

  test('is read by jose', async () => {
    const key = await importJWK(reader.privateJwk as JWK, alg === 'dir' ? enc : alg)
    const { plaintext, protectedHeader } = await compactDecrypt(token, key)
    expect(protectedHeader).toMatchObject({ alg, enc, cty: 'JWT', kid: 'reader' })
    const inner = await jwtVerify(
      Buffer.from(plaintext).toString(),
      await importJWK(signing.publicJwk as JWK),
      { issuer, audience },
    )
    expect(inner.payload).toEqual(claims)
  })

  test('is read by meishi, and by nobody with another key', async () => {
    const keys = { jwks: await auth.jwks() }
    const open = (jwk: typeof reader.privateJwk) =>
      createVerifier({
        issuer,
        audience,
        keys,
        decryption: { keys: asDecryptionKey(jwk, alg), algorithms: [alg], encryptions: [enc] },
      })
    expect((await open(reader.privateJwk).verify(token)).claims).toEqual(claims)
    const stranger = await generateKey({ alg: alg === 'dir' ? enc : alg, kid: 'reader' })
    await expect(open(stranger.privateJwk).verify(token)).rejects.toMatchObject({ code: 'decryption_failed' })
  })
})

/** A secret is declared as what it is, a private key as a JWK. */
function asDecryptionKey(
  { k, kid, ...jwk }: Awaited<ReturnType<typeof generateKey>>['privateJwk'],
  alg: KeyManagementAlgorithm,
) {
  if (typeof k !== 'string') return { jwk: { ...jwk, ...(kid && { kid }) } }
  return { secret: Buffer.from(k, 'base64url'), alg, ...(kid && { kid }) }
}
