/** A duration in seconds; fractions are allowed. */
export type Seconds = number

/** An instant: seconds since 1970-01-01T00:00:00Z, as in a token's `exp` (RFC 7519, section 2). */
export type NumericDate = number

/** An instant: whole milliseconds since 1970-01-01T00:00:00Z, the unit in which stores expire. */
export type UnixMilliseconds = number

/** Tells the time. Give your own to tests only. */
export type Clock = () => NumericDate

/** The clock of this machine. */
export const systemClock: Clock = () => Date.now() / 1000

/**
 * Reads a clock. One that tells no time would let expired tokens pass, because nothing is greater than `NaN`.
 *
 * @throws TypeError
 */
export function readClock(clock: Clock): NumericDate {
  const now = clock()
  if (!Number.isFinite(now))
    throw new TypeError('the clock given as `clock` did not return a number of seconds')
  return now
}
