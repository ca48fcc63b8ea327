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
