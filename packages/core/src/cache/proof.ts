import type { DecryptionKey } from '../jose/decryption-key.js'
import type { VerificationKey } from '../jose/verification-key.js'
import type { VerifiedToken } from '../token.js'

/**
 * That this exact text parsed to this token, or was opened and parsed to it, and that its signature held under this key.
 * No more than that.
 */
export interface Proof {
  readonly text: string
  readonly token: VerifiedToken
  /** What made the signature; of bare claims, the secret that opened them. */
  readonly key: VerificationKey | DecryptionKey
  /** The secret that vouches for bare claims. */
  readonly sealedBy?: DecryptionKey | undefined
  /** The keys, issuers and decryption it was proven under; another set of them proves nothing here. */
  readonly partition: object
}
