import type { RefusalCode } from './errors/error-codes.js'

/** How one request was decided: a fixed list of scalars, with no request, claims, `jti`, `sub` or token in it. */
export interface DecisionRecord {
  /** `failed`: code of the application, such as a `check`, threw. */
  readonly outcome: 'authenticated' | 'anonymous' | 'refused' | 'unavailable' | 'failed'
  readonly code: RefusalCode | 'unavailable' | 'configuration' | undefined
  /** The configured issuer that was selected. */
  readonly issuer: string | undefined
  /** The `kid` of the token; characters that could be more than one are shown as `?`. */
  readonly kid: string | undefined
  /** The algorithm of the token, if it is one that exists. */
  readonly alg: string | undefined
  /** The signature was checked for an earlier request. */
  readonly cached: boolean
  /** The keys were older than they should be. */
  readonly stale: boolean
  /** A check that was left out, because its store was down and the policy is to allow. */
  readonly unchecked: 'replay' | 'revocation' | 'both' | undefined
  /** The decision was reported and not enforced. */
  readonly reportOnly: boolean
  readonly durationMicros: number
  readonly route: string | undefined
}
