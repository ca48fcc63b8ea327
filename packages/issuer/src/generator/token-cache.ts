import { createHash } from 'node:crypto'
import type { GeneratedJwt, NumericDate, ReuseOptions } from '@meishi/core'
import { LRUCache } from 'lru-cache'

interface Entry {
  readonly made: GeneratedJwt
  /** After this it is not handed out again. */
  readonly until: NumericDate
}

const MOST_BYTES = 16 * 1_048_576
/** Hash, numbers and the entry's own weight, besides the text. */
const ENTRY_BYTES = 300

/** Tokens of one policy that may be handed out again, by a hash of all that they were made of. */
export class TokenCache {
  readonly #entries = new LRUCache<string, Entry>({
    maxSize: MOST_BYTES,
    maxEntrySize: MOST_BYTES / 256,
    sizeCalculation: ({ made }) => made.token.length + ENTRY_BYTES,
  })
  /** Tokens that are being made: requests that come in the meantime wait for them. */
  readonly #flights = new Map<string, Promise<GeneratedJwt>>()

  /**
   * The token of equal inputs, or a new one.
   *
   * @param make - makes one; `halfLife` is when half of its lifetime will have passed
   */
  async get(
    inputs: readonly unknown[],
    now: NumericDate,
    { until }: ReuseOptions,
    make: () => Promise<GeneratedJwt>,
  ): Promise<GeneratedJwt> {
    const key = createHash('sha256').update(JSON.stringify(inputs)).digest('base64url')
    const entry = this.#entries.get(key)
    if (entry !== undefined && now < entry.until) return entry.made
    const flight = this.#flights.get(key) ?? this.#start(key, now, until, make)
    return flight
  }

  async #start(
    key: string,
    now: NumericDate,
    until: NumericDate,
    make: () => Promise<GeneratedJwt>,
  ): Promise<GeneratedJwt> {
    const flight = make()
    this.#flights.set(key, flight)
    try {
      const made = await flight
      const halfLife = now + (made.expiresAt - now) / 2
      this.#entries.set(key, { made, until: Math.min(until, halfLife) })
      return made
    } finally {
      this.#flights.delete(key)
    }
  }
}
