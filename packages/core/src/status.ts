import type { KeySourceStatus } from './keys/key-source.js'
import type { RevocationStatus } from './revocation/revocation-list.js'

/** What operators may know of an authenticator. */
export interface AuthenticatorStatus {
  readonly issuers: readonly ({ readonly issuer: string | undefined } & KeySourceStatus)[]
  readonly cache: { readonly entries: number; readonly bytes: number }
  /** The revocation list of the parent of the family, where it has a `status()`. */
  readonly revocation: RevocationStatus | undefined
  /** How often `onDecision` threw or rejected. */
  readonly onDecisionFailures: number
}
