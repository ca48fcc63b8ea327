import { createRecentMap } from '@meishi/core/adapter'
import { type IRateLimiterOptions, RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'

/** What is asked of the library, wherever it counts. */
export interface Counts {
  consume(name: string): Promise<RateLimiterRes>
  reward(name: string): Promise<unknown>
  delete(name: string): Promise<unknown>
}

/**
 * Counts in this process, for at most `most` names. Where another name comes, a count is forgotten that was not added to
 * lately: who is new is never refused for want of room, or whoever has many addresses could lock everybody out. Nor does
 * it help to guess, for it takes about `most` failures under other names to have a count of one's own forgotten.
 */
export function countHere(settings: IRateLimiterOptions, most: number): Counts {
  const library = new RateLimiterMemory(settings)
  const names = createRecentMap<true>(most, (_, name) => void library.delete(name))
  return {
    consume(name) {
      if (names.get(name) === undefined) names.set(name, true, 1)
      return library.consume(name)
    },
    // A count that was forgotten must not come back as less than nothing.
    async reward(name) {
      if (names.get(name) !== undefined) await library.reward(name)
    },
    async delete(name) {
      names.delete(name)
    },
  }
}
