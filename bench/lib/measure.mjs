// Interleaved rounds: A B C A B C. What is compared is the ratio within a round, because shared machines are noisy.

/** Calls per second of each contestant in each round. A contestant is `(calls, round) => Promise<void>`. */
export async function measure(contestants, { rounds, calls }) {
  const rates = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]))
  for (const run of Object.values(contestants)) await run(Math.min(calls, 500), -1)
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(contestants)) {
      const start = process.hrtime.bigint()
      await run(calls, round)
      rates[name].push((calls * 1e9) / Number(process.hrtime.bigint() - start))
    }
  }
  return rates
}

/** Each contestant's value of every round beside the floor's: median, and the spread from least to most. */
export function ratios(values, floor) {
  return Object.fromEntries(
    Object.entries(values).map(([name, own]) => [
      name,
      spread(own.map((value, round) => value / values[floor][round])),
    ]),
  )
}

/** Median and extremes. */
export function spread(values) {
  const sorted = [...values].sort((one, other) => one - other)
  return { median: sorted[Math.floor(sorted.length / 2)], least: sorted[0], most: sorted.at(-1) }
}

/** As it stands in the tables: `0.95 (0.86–1.05)`. */
export function showSpread({ median, least, most }, digits = 2) {
  return `${median.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`
}

/** Whole numbers with thousands apart: `313,629`. */
export const showCount = (value) => Math.round(value).toLocaleString('en')
