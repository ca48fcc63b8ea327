import type { SourceUsers } from '../keys/source-users.js'
import type { IssuerPolicy } from '../policy.js'
import type { Clock, Seconds } from '../time.js'

/** An issuer that was accepted, and the answer that did. */
export interface Accepted {
  readonly answer: unknown
  readonly policy: IssuerPolicy
}

/** Settings of {@link TenantIssuers}. */
export interface TenantSettings {
  readonly clock: Clock
  /**
   * Asks the application. `undefined`: not accepted.
   *
   * @param before - what is remembered of this issuer, to be given back where nothing has changed
   */
  readonly ask: (name: string, before: Accepted | undefined) => Promise<Accepted | undefined>
  readonly timeout: Seconds
  readonly max: number
  readonly allowedFor: Seconds
  readonly refusedFor: Seconds
  /** How long an answer stands while no other one can be had. */
  readonly staleFor: Seconds
  /** Who uses which source, in the whole family. */
  readonly users: SourceUsers
}
