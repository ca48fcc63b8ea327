import { type ContentEncryptionName, createVerifier, type Jwk, type KeyManagementName } from '@meishi/core'
import { createIssuer, createTokenEncrypter, encryptToken, generateKey } from '@meishi/issuer'
import { describe, expect, test } from 'vitest'
import { CONTENT, KEY_MANAGEMENT } from './encryption.js'
import { makePeerKey } from './keys.js'
import type { EncryptingPeer } from './peer.js'

const issuer = 'https://auth.example.com'
const audience = 'https://api.example.com'
const signing = await makePeerKey('ES256')
const auth = await createIssuer({
  issuer,
  algorithm: 'ES256',
  audience,
  keys: { privateJwk: signing.privateJwk },
})

/** Both ways, for every key management with every content encryption: signed tokens inside, and bare claims. */
export function tryEncryption(peer: EncryptingPeer): void {
  describe.each(KEY_MANAGEMENT)(`${peer.name}, %s`, (alg) => {
    const reason = peer.lacksManagement(alg)
    if (reason === undefined) describe.each(CONTENT)('with %s', (enc) => tryCell(peer, alg, enc))
    else test.skip(`skipped: ${reason}`, () => {})
  })
}

function tryCell(peer: EncryptingPeer, alg: KeyManagementName, enc: ContentEncryptionName): void {
  const header = { alg, enc, kid: 'reader' } as const
  const reader = makeReader(alg, enc)

  test('opens what meishi signed and encrypted, and nobody else does', async () => {
    const { encrypter, privateJwk } = await reader
    const { token, claims } = await auth.issue({ subject: '山田', encrypt: encrypter })
    expect(await peer.verify(await peer.open(token, header, privateJwk), signing)).toEqual(claims)
    const stranger = await makeReader(alg, enc)
    await expect(async () => peer.open(token, header, stranger.privateJwk)).rejects.toThrow()
  })

  test('signs and encrypts what meishi opens, and nobody else does', async () => {
    const { publicJwk, privateJwk } = await reader
    const { claims } = await auth.issue({ subject: '山田' })
    const token = await peer.encrypt(await peer.sign(claims, signing), { ...header, cty: 'JWT' }, publicJwk)
    expect((await verifier(privateJwk, alg, enc).verify(token)).claims).toEqual(claims)
    const stranger = verifier((await makeReader(alg, enc)).privateJwk, alg, enc)
    await expect(stranger.verify(token)).rejects.toMatchObject({ code: 'decryption_failed' })
  })

  test('reads claims that meishi encrypted without a signature', async () => {
    const { encrypter, privateJwk } = await reader
    const text = '{"sub":"山田"}'
    expect(await peer.open(await encryptToken(text, encrypter), header, privateJwk)).toBe(text)
  })

  test(`encrypts claims without a signature, which meishi ${isShared(alg) ? 'reads' : 'refuses: anybody could'}`, async () => {
    const { publicJwk, privateJwk } = await reader
    const { claims } = await auth.issue({ subject: '山田' })
    const token = await peer.encrypt(JSON.stringify(claims), header, publicJwk)
    const reading = verifier(privateJwk, alg, enc, isShared(alg)).verify(token)
    if (isShared(alg)) expect((await reading).claims).toEqual(claims)
    else await expect(reading).rejects.toMatchObject({ code: 'decryption_failed' })
  })
}

const isShared = (alg: KeyManagementName): boolean => alg === 'dir' || /^A\d+KW$/.test(alg)

/** A key without `alg`: not everybody knows one by the name of what it encrypts directly. */
async function makeReader(alg: KeyManagementName, enc: ContentEncryptionName) {
  const key = await generateKey({ alg: alg === 'dir' ? enc : alg, kid: 'reader' })
  const [privateJwk, publicJwk] = [key.privateJwk, key.publicJwk ?? key.privateJwk].map(
    ({ alg: _, ...jwk }) => jwk as Jwk,
  ) as [Jwk, Jwk]
  return { publicJwk, privateJwk, encrypter: createTokenEncrypter({ alg, enc, key: { jwk: publicJwk } }) }
}

function verifier(
  { k, ...jwk }: Jwk,
  alg: KeyManagementName,
  enc: ContentEncryptionName,
  bareClaims = false,
) {
  // A secret is declared as what it is, a private key as a JWK.
  const keys =
    typeof k === 'string'
      ? { secret: Buffer.from(k, 'base64url'), alg, kid: 'reader' }
      : { jwk: { ...jwk, alg } }
  const decryption = { keys, algorithms: [alg], encryptions: [enc], bareClaims }
  return createVerifier({ issuer, audience, keys: { jwk: signing.publicJwk }, decryption })
}
