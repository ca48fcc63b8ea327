import type { ContentEncryptionName, Jwk, KeyManagementName } from '@meishi/core'
import { createTokenEncrypter, encryptToken } from '@meishi/issuer'
import { compactDecrypt, decodeProtectedHeader, importJWK, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { publicPart } from './judge.js'
import { open } from './judge-encrypted.js'
import { HAS_VECTORS, readVectors, type Wycheproof } from './read-vectors.js'

interface Case {
  readonly jwe?: string | object
  /** Hexadecimal. */
  readonly pt?: string
}
type File = Wycheproof<{ readonly private: Jwk }, Case>
interface Valid {
  readonly jwk: Jwk
  readonly alg: KeyManagementName
  readonly enc: ContentEncryptionName
  readonly plaintext: string
}

/** Of every valid token the key, how it is encrypted, and what is inside. */
const validOf = (file: string): readonly Valid[] =>
  readVectors<File>(`wycheproof/${file}_test.json`).testGroups.flatMap(({ private: jwk, tests }) =>
    tests.flatMap(({ result, jwe, pt = '' }) => {
      if (result !== 'valid' || typeof jwe !== 'string') return []
      const { alg, enc } = decodeProtectedHeader(jwe) as Pick<Valid, 'alg' | 'enc'>
      return [{ jwk, alg, enc, plaintext: Buffer.from(pt, 'hex').toString('utf8') }]
    }),
  )

const REFUSED = /^(RSA1_5|A\d+GCMKW)$/
const encrypterOf = ({ jwk, alg, enc }: Valid) =>
  createTokenEncrypter({ alg, enc, key: { jwk: publicPart(jwk) } })

describe.skipIf(!HAS_VECTORS)('Wycheproof: tokens encrypted anew with the keys of the valid ones', () => {
  it.each([
    ['json_web_encryption', 51],
    ['json_web_crypto', 2],
  ])('%s: %i are opened by jose and by meishi', async (file, count) => {
    const cases = validOf(file).filter(({ alg }) => !REFUSED.test(alg))
    for (const one of cases) {
      const { jwk, alg, enc, plaintext } = one
      const token = await encryptToken(plaintext, encrypterOf(one))
      expect(decodeProtectedHeader(token)).toMatchObject({ alg, enc, kid: jwk.kid })
      const opened = await compactDecrypt(token, await importJWK(jwk as JWK, alg === 'dir' ? enc : alg))
      expect(Buffer.from(opened.plaintext).toString()).toBe(plaintext)
      expect(String(await open(token, alg === 'dir' ? { ...jwk, alg } : jwk))).toBe(plaintext)
    }
    expect(cases).toHaveLength(count)
  })

  it('json_web_encryption: the keys of the other 14, of RSA1_5 and A…GCMKW, are refused', () => {
    const cases = validOf('json_web_encryption').filter(({ alg }) => REFUSED.test(alg))
    for (const one of cases) expect(() => encrypterOf(one)).toThrow(/^encrypt\.alg: /)
    expect(cases).toHaveLength(14)
  })
})
