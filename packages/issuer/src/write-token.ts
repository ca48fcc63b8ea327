import { ConfigurationError } from '@meishi/core'
import type { IssuedClaims } from './claims/build-claims.js'
import type { IssueRequest } from './claims/issue-request.js'
import { encryptToken } from './encrypt/encrypt-token.js'
import { signToken } from './sign/sign-token.js'
import type { TokenSigner } from './sign/token-signer.js'

/**
 * Signs claims, and encrypts what was signed where that was asked for: never the other way round
 * (RFC 7519, section 11.2).
 *
 * @throws ConfigurationError where the token is too long for those who will read it
 */
export async function writeToken(
  claims: IssuedClaims,
  signer: TokenSigner,
  { type = 'JWT', encrypt }: IssueRequest,
  maxBytes: number,
): Promise<string> {
  const signed = await signToken(claims, signer, { typ: type })
  const token = encrypt === undefined ? signed : await encryptToken(signed, encrypt, { cty: 'JWT' })
  if (token.length > maxBytes)
    throw new ConfigurationError(
      'claims',
      `the token has ${token.length} bytes; maxTokenBytes is ${maxBytes}`,
    )
  return token
}
