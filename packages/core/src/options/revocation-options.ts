import type { RevocationCheck } from '../revocation/revocation-list.js'
import type { Seconds } from '../time.js'

/** Refusal of tokens that were called back. */
export interface RevocationOptions {
  readonly list: RevocationCheck
  /**
   * When the list cannot tell: `refuse` answers 503; `allow` lets the token through and says so in the decision.
   * @default 'refuse'
   */
  readonly onUnavailable?: 'refuse' | 'allow'
  /** How long a list that answers with a promise may take, 0.001 to 60. @default 0.25 */
  readonly timeout?: Seconds
}
