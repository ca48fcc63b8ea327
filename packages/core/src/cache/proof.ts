import type { VerificationKey } from '../jose/verification-key.js'
import type { VerifiedToken } from '../token.js'

/** That this exact text parsed to this token, and that its signature held under this key. No more than that. */
export interface Proof {
  readonly text: string
  readonly token: VerifiedToken
  readonly key: VerificationKey
  /** The keys and issuers it was proven under; another set of them proves nothing here. */
  readonly partition: object
}
