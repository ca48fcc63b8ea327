import type { JwtClaims } from '@meishi/core'
import type { TokenSigner } from './token-signer.js'

/**
 * Signs claims as they are (RFC 7515, section 7.1). Adds nothing to them and checks nothing of them:
 * `createIssuer` does both.
 *
 * @param header - further members of the header, `typ` by default `JWT`; `alg` and `kid` are the signer's
 * @example
 * const token = await signToken({ iss: 'https://auth.example.com', sub: 'alice' }, signer)
 */
export async function signToken(
  claims: JwtClaims,
  signer: TokenSigner,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const input = `${encodeHeader(signer, header)}.${encode(JSON.stringify(claims))}`
  const signature = await signer.sign(Buffer.from(input, 'latin1'))
  const bytes = Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength)
  return `${input}.${bytes.toString('base64url')}`
}

/** The header that a signer wrote last. Most write the same one each time. */
const lastHeaders = new WeakMap<TokenSigner, { readonly json: string; readonly encoded: string }>()

function encodeHeader(signer: TokenSigner, header: Readonly<Record<string, unknown>>): string {
  const { alg, kid } = signer
  const json = JSON.stringify({ typ: 'JWT', ...header, alg, kid })
  const last = lastHeaders.get(signer)
  if (last?.json === json) return last.encoded
  const encoded = encode(json)
  lastHeaders.set(signer, { json, encoded })
  return encoded
}

const encode = (text: string): string => Buffer.from(text).toString('base64url')
