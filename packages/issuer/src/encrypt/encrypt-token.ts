import { CompactEncrypt } from 'jose'
import type { TokenEncrypter } from './create-token-encrypter.js'

/**
 * Encrypts a token, or claims as JSON text, for one reader (RFC 7516, section 7.1). A token inside a token has the
 * content type `JWT` (RFC 7519, section 5.2).
 *
 * @param plaintext - a compact token, or JSON text
 * @param header - further members of the header, `typ` by default `JWT`; `alg`, `enc` and `kid` are the encrypter's
 * @example
 * const nested = await encryptToken(await signToken(claims, signer), encrypter, { cty: 'JWT' })
 */
export async function encryptToken(
  plaintext: string,
  encrypter: TokenEncrypter,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { alg, enc, kid, key } = encrypter
  return new CompactEncrypt(Buffer.from(plaintext))
    .setProtectedHeader({ typ: 'JWT', ...header, alg, enc, ...(kid === undefined ? {} : { kid }) })
    .encrypt(key.type === 'secret' ? key.export() : key)
}
