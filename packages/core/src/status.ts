import type { KeySourceStatus } from './keys/key-source.js'

/** What operators may know of an authenticator. */
export interface AuthenticatorStatus {
  readonly issuers: readonly ({ readonly issuer: string | undefined } & KeySourceStatus)[]
  readonly cache: { readonly entries: number; readonly bytes: number }
  /** How often `onDecision` threw or rejected. */
  readonly onDecisionFailures: number
}
