import type { Clock, NumericDate, Seconds } from '../time.js'

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  advance(by: Seconds): void
  set(to: NumericDate): void
}

/**
 * Makes a clock for tests, to be given as `clock`.
 *
 * @param start - where it stands; by default the present time
 * @example
 * const clock = manualClock()
 * clock.advance(3600)
 */
export function manualClock(start: NumericDate = Date.now() / 1000): ManualClock {
  let now = start
  return Object.assign(() => now, {
    advance: (by: Seconds) => {
      now += by
    },
    set: (to: NumericDate) => {
      now = to
    },
  })
}
