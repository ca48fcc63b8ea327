import type { KeySourceStatus } from './keys/key-source.js'
import type { RevocationStatus } from './revocation/revocation-list.js'

/** What operators may know of one issuer and its keys. */
export interface IssuerStatus extends KeySourceStatus {
  /** The first of its names; `undefined`: its name is not checked. */
  readonly issuer: string | undefined
  /** The `kid` of each of its keys that were withdrawn by hand. */
  readonly withdrawn: readonly string[]
}

/** What operators may know of an authenticator. */
export interface AuthenticatorStatus {
  readonly issuers: readonly IssuerStatus[]
  readonly cache: { readonly entries: number; readonly bytes: number }
  /** The revocation list of the parent of the family, where it has a `status()`. */
  readonly revocation: RevocationStatus | undefined
  /** How often `onDecision` threw or rejected. */
  readonly onDecisionFailures: number
}
