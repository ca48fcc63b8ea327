import type { Seconds } from '../time.js'
import type { VerifiedToken } from '../token.js'
import type { RevocationEntry, RevocationTarget } from './revocation-entry.js'

/** What a revocation list is asked about. */
export interface RevocationQuery {
  readonly token: VerifiedToken
  /** `kid` of the key under which the signature held, which need not be the one in the header. */
  readonly keyId: string | undefined
}

/** How a list is, for those who watch it. */
export interface RevocationStatus {
  /** `loading`: never complete yet. `live`: follows every change. `stale`: cut off. `closed`: by `close()`. */
  readonly state: 'loading' | 'live' | 'stale' | 'closed'
  readonly entries: number
  /** Since when nothing was heard of changes made elsewhere; 0 where there is no elsewhere. */
  readonly lag: Seconds
  /** What went wrong last, while it does. */
  readonly lastError?: unknown
}

/** What requests need of a revocation list: the option `revocation` takes any object that can answer. */
export interface RevocationCheck {
  /**
   * Asked on every request, cache hits included; in memory and synchronous where it can be.
   * Throws or rejects where it cannot tell: that is an outage, not a "no".
   */
  isRevoked(query: RevocationQuery): boolean | Promise<boolean>
  /**
   * How long a token may live for entries without `expiresAt` to outlive it. Where it is given, policies that ask this
   * list accept no token that lives longer.
   */
  readonly maxTokenLifetime?: Seconds | null
  /** Resolves when the list is complete for the first time. `auth.ready()` waits for it. */
  ready?(): Promise<void>
  /** Shown by `auth.status()`. */
  status?(): RevocationStatus
}

/**
 * Knows which tokens were called back before they expired.
 * Prove an implementation with `revocationListConformance` of `@meishi/core/testing`.
 */
export interface RevocationList extends RevocationCheck {
  /**
   * Calls tokens back. Resolved when this process refuses them and whoever shares the list will learn of it.
   * What is revoked twice stays revoked for the longer of the two.
   *
   * @throws ConfigurationError naming the field that is wrong; UnavailableError where it is not certain that it was kept
   */
  revoke(entry: RevocationEntry): Promise<void>
}

/** A revocation list that people can look after. */
export interface ManagedRevocationList extends RevocationList {
  /** Everything that is called back now. An entry without `expiresAt` stays for ever. */
  entries(): AsyncIterable<RevocationEntry>
  /** How many entries there are. */
  count(): Promise<number>
  /** Drops entries whose tokens have all expired, which happens by itself too. Resolves to their number. */
  purge(): Promise<number>
  /** Takes back every entry of one target. Resolves to whether there was one. */
  unrevoke(target: RevocationTarget): Promise<boolean>
}
