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
  const { alg, kid } = signer
  const input = `${encodePart({ typ: 'JWT', ...header, alg, kid })}.${encodePart(claims)}`
  const signature = await signer.sign(Buffer.from(input, 'latin1'))
  return `${input}.${Buffer.from(signature).toString('base64url')}`
}

function encodePart(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
