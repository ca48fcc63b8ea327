import type { Seconds } from '../time.js'

const FIRST: Seconds = 1
const LONGEST: Seconds = 60
/** However long an endpoint wants to be left alone, it is asked again after this. */
const LONGEST_ASKED_FOR: Seconds = 600

/**
 * How long to wait after a failure: twice as long each time, and by a random part less, so that processes which
 * failed together do not come back together. An endpoint may ask for more.
 *
 * @param failures - how many in a row
 */
export function backOff(failures: number, retryAfter: Seconds = 0): Seconds {
  const longest = Math.min(LONGEST, FIRST * 2 ** Math.min(failures - 1, 10))
  return Math.max(longest * (0.5 + Math.random() / 2), Math.min(retryAfter, LONGEST_ASKED_FOR))
}
