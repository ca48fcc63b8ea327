import type { VerificationKey } from '../jose/verification-key.js'
import type { NumericDate, Seconds } from '../time.js'

/**
 * `fresh`: as new as they should be. `stale`: older, and used all the same because new ones cannot be had.
 * `down`: there are none that may be used, so requests are answered 503.
 */
export type KeyState = 'fresh' | 'stale' | 'down'

/** A published key that cannot be used here. */
export interface SkippedKey {
  /** Its `kid`, cleaned. */
  readonly kid: string | undefined
  readonly reason: string
}

/** What operators may know of one key source. A source of your own need only tell the first two. */
export interface KeySourceStatus {
  readonly state: KeyState
  readonly keys: readonly { readonly kid: string | undefined; readonly alg: string }[]
  /** Published keys that cannot be used here, and why. */
  readonly skipped?: readonly SkippedKey[]
  /** How long ago the keys were last known to be what the issuer publishes. */
  readonly age?: Seconds | undefined
  /** When that was. */
  readonly lastSuccess?: NumericDate | undefined
  /** When the keys can no longer be used, unless they are fetched again. */
  readonly usableUntil?: NumericDate | undefined
  /** The last failure, also where keys were fetched since; host and port at most. */
  readonly lastError?: { readonly at: NumericDate; readonly problem: string } | undefined
  /** Failures since the last success. */
  readonly failures?: number
}

/**
 * Where the keys of one issuer come from. Of a token's header a source sees `kid` and `alg` only:
 * keys that travel inside a token (`jwk`, `jku`, `x5u`, `x5c`) are never read.
 */
export interface KeySource {
  /**
   * The keys that may have signed such a token; none where the `kid` is unknown, never another key instead.
   * Synchronous where it can be. Throws or rejects where the keys could not be asked for: that is an outage.
   */
  resolve(
    kid: string | undefined,
    alg: string,
  ): readonly VerificationKey[] | Promise<readonly VerificationKey[]>
  status(): KeySourceStatus
  /** Fetches anew. Resolves when keys are there. */
  refresh(): Promise<void>
  /** Frees what the source holds. May be called twice. */
  close(): void
}
