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
 * Proves who made the token. The only place where an unverified token becomes a verified one.
 *
 * @throws {@link Refusal} `signature_invalid`; `token_malformed` where the signed payload is no JSON object
 */
export async function verifySignature(
  token: UnverifiedToken,
  keys: readonly VerificationKey[],
): Promise<Signed> {
  const data = Buffer.from(token.signingInput, 'latin1')
  for (const key of keys) {
    const held = key.holds(data, token.signature)
    if (held === true || (held !== false && (await held) === true)) {
      const claims = readClaims(token) as JwtClaims
      return { token: Object.freeze({ header: token.header, claims }), key }
    }
  }
  throw new Refusal('signature_invalid')
}
