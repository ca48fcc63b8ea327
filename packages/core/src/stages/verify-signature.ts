import { Refusal } from '../errors/refusal.js'
import { readClaims } from '../jose/read-claims.js'
import type { VerificationKey } from '../jose/verification-key.js'
import type { JwtClaims, UnverifiedToken, VerifiedToken } from '../token.js'

/** A verified token, and the key under which its signature held. */
export interface Signed {
  readonly token: VerifiedToken
  readonly key: VerificationKey
}

/**
 * Proves who made the token. The only place where an unverified token becomes a verified one. A promise only where the
 * check of a key is one.
 *
 * @throws {@link Refusal} `signature_invalid`; `token_malformed` where the signed payload is no JSON object
 */
export function verifySignature(
  token: UnverifiedToken,
  keys: readonly VerificationKey[],
): Signed | Promise<Signed> {
  return tryKeys(token, Buffer.from(token.signingInput, 'latin1'), keys)
}

function tryKeys(
  token: UnverifiedToken,
  data: Buffer,
  keys: readonly VerificationKey[],
  at = 0,
): Signed | Promise<Signed> {
  const key = keys[at]
  if (key === undefined) throw new Refusal('signature_invalid')
  const judge = (held: boolean) => (held === true ? signedBy(token, key) : tryKeys(token, data, keys, at + 1))
  const held = key.holds(data, token.signature)
  return typeof held === 'boolean' ? judge(held) : Promise.resolve(held).then(judge)
}

function signedBy(token: UnverifiedToken, key: VerificationKey): Signed {
  const claims = readClaims(token) as JwtClaims
  return { token: Object.freeze({ header: token.header, claims }), key }
}
