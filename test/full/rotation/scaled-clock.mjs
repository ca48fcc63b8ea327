// One clock for all processes that runs faster than time: so keys, caches and cooldowns keep their proportions.

export const SPEED = 30

/** @param {number} start - when the clock began, in seconds since 1970 */
export const scaledClock = (start) => () => start + (Date.now() / 1000 - start) * SPEED
