import type { JwtClaims } from '@meishi/core'
import type { TokenEncrypter } from '../encrypt/create-token-encrypter.js'
import { encryptToken } from '../encrypt/encrypt-token.js'
import { signToken } from '../sign/sign-token.js'
import type { TokenSigner } from '../sign/token-signer.js'

/** Signs, encrypts, or signs and then encrypts (RFC 7519, section 11.2). `none` is the plaintext of an encrypted token. */
export async function makeToken(
  claims: JwtClaims,
  signer: TokenSigner | 'none' | undefined,
  encrypter: TokenEncrypter | undefined,
): Promise<string> {
  const plaintext = await signed(claims, signer)
  if (encrypter === undefined) return plaintext
  return encryptToken(plaintext, encrypter, signer === undefined ? {} : { cty: 'JWT' })
}

async function signed(claims: JwtClaims, signer: TokenSigner | 'none' | undefined): Promise<string> {
  if (signer === undefined) return JSON.stringify(claims)
  if (signer !== 'none') return signToken(claims, signer)
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  return `${encode({ alg: 'none' })}.${encode(claims)}.`
}
