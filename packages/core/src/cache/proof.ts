import type { DecryptionKey } from '../jose/decryption-key.js'
import { type RegisteredClaims, registeredClaims } from '../jose/registered-claims.js'
import type { VerificationKey } from '../jose/verification-key.js'
import type { Auth, HeaderFacts, VerifiedToken } from '../token.js'

/**
 * That this exact text parsed to this token, or was opened and parsed to it, and that its signature held under this key.
 * No more than that.
 */
export interface Proof {
  readonly text: string
  readonly token: VerifiedToken
  readonly facts: HeaderFacts
  readonly registered: RegisteredClaims
  /** The caller, where no schema makes something else of the claims. Frozen, because requests share it. */
  readonly auth: Auth
  /** What made the signature; of bare claims, the secret that opened them. */
  readonly key: VerificationKey | DecryptionKey
  /** The secret that vouches for bare claims. */
  readonly sealedBy: DecryptionKey | undefined
  /** The keys, issuers and decryption it was proven under; another set of them proves nothing here. */
  readonly partition: object
}

/** Makes proofs of one shape, and reads once what is asked of them again and again. */
export function createProof(
  text: string,
  token: VerifiedToken,
  facts: HeaderFacts,
  key: Proof['key'],
  sealedBy: DecryptionKey | undefined,
  partition: object,
): Proof {
  const { claims } = token
  const auth = Object.freeze({ claims, token })
  return { text, token, facts, registered: registeredClaims(claims), auth, key, sealedBy, partition }
}
