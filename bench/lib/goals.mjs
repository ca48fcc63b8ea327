// Goals beside what was seen. Nobody decides whether one is met but the comparison.
import { showSpread } from './measure.mjs'

/** The median of a spread is not below the bound. */
export const atLeast = (what, bound, seen, digits = 2) => ({
  goal: `${what} ≥ ${bound}`,
  seen: showSpread(seen, digits),
  met: seen.median >= bound,
})

/** The median of a spread is not above the bound. */
export const atMost = (what, bound, seen, digits = 2) => ({
  goal: `${what} ≤ ${bound}`,
  seen: showSpread(seen, digits),
  met: seen.median <= bound,
})

export const verdict = ({ met }) => (met ? 'met' : '**missed**')
