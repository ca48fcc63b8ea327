/** A key ring as a store keeps it: a version, and two texts that only the issuer reads. */
export interface StoredRing {
  /** Counts up by at least one with every save, from 1. */
  readonly version: number
  /** Public keys, times, tombstones: readable, and authenticated together with `sealed`. */
  readonly record: string
  /** The private keys, encrypted. */
  readonly sealed: string
}

/**
 * Keeps the one key ring of one issuer. A store needs no secrecy for what it holds, and no trust beyond being there:
 * private keys are sealed, and a ring that was altered, or is older than one already seen, is not adopted.
 */
export interface KeyRingStore {
  /** What was saved last; `undefined` where nothing was. */
  load(): Promise<StoredRing | undefined>
  /**
   * Keeps `next` where the version kept now is `expectedVersion` (0: nothing is kept), in one atomic operation,
   * durably. `false` where it is another version: somebody was faster.
   */
  save(next: StoredRing, expectedVersion: number): Promise<boolean>
}
