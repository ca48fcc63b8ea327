import type { Seconds } from '@meishi/core'
import { type Change, isEarlier } from './change.js'
import type { RevocationTruth } from './truth.js'

/** Reads the stream of changes from where it was read last. */
export class ChangeFeed {
  readonly #truth: RevocationTruth
  readonly #apply: (change: Change) => void
  /** The last change that was applied. */
  #position: string | undefined
  #askedAt = Number.NEGATIVE_INFINITY

  /** @param apply - where it throws, the change is applied again next time */
  constructor(truth: RevocationTruth, apply: (change: Change) => void) {
    this.#truth = truth
    this.#apply = apply
  }

  /** For how long nobody has asked. */
  get age(): Seconds {
    return (performance.now() - this.#askedAt) / 1000
  }

  /**
   * Applies what has changed.
   *
   * @returns the time, by `performance.now()`, until which all is known; `undefined` where the stream does not have the
   * last known change any more
   */
  async follow(): Promise<number | undefined> {
    for (;;) {
      this.#askedAt = performance.now()
      const changes = await this.#truth.changesAfter(this.#position)
      if (changes === undefined) return undefined
      if (changes.length === 0) return this.#askedAt
      for (const change of changes) {
        // A stream that does not go forward would be read for ever.
        if (this.#position !== undefined && !isEarlier(this.#position, change.position)) return undefined
        this.#apply(change)
        this.#position = change.position
      }
    }
  }

  /** Whether the stream has only been cut at its old end, and has not lost changes that were read from it. */
  async isTrimmed(): Promise<boolean> {
    const ends = await this.#truth.ends()
    return ends !== undefined && this.#position !== undefined && isEarlier(this.#position, ends[0])
  }

  /** Goes on from the end, because everything before will be read in another way. */
  async jump(): Promise<void> {
    this.#position = (await this.#truth.ends())?.[1]
  }
}
