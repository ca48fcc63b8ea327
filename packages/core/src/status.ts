import type { KeySourceStatus } from './keys/key-source.js'

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
  /** How often `onDecision` threw or rejected. */
  readonly onDecisionFailures: number
}
