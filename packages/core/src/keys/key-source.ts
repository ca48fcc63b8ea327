import type { VerificationKey } from '../jose/verification-key.js'

/** What operators may know of one key source. */
export interface KeySourceStatus {
  readonly state: 'fresh' | 'stale' | 'down'
  readonly keys: readonly { readonly kid: string | undefined; readonly alg: string }[]
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
