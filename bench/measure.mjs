// Interleaved rounds: A B C A B C. What is compared is the ratio within a round, because shared machines are noisy.

/** Calls per second of each contestant in each round. A contestant is `(calls) => Promise<void>`. */
export async function measure(contestants, { rounds, calls }) {
  const rates = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]))
  for (const run of Object.values(contestants)) await run(Math.min(calls, 200), -1)
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(contestants)) {
      const start = process.hrtime.bigint()
      await run(calls, round)
      rates[name].push((calls * 1e9) / Number(process.hrtime.bigint() - start))
    }
  }
  return rates
}

/** Median and spread of the ratio to `floor`, round by round. */
export function ratios(rates, floor) {
  return Object.entries(rates).map(([name, values]) => {
    const relative = values.map((rate, round) => rate / rates[floor][round]).sort((a, b) => a - b)
    return {
      name,
      perSecond: Math.round(median([...values].sort((a, b) => a - b))),
      ratio: median(relative).toFixed(2),
      spread: `${relative[0].toFixed(2)}–${relative.at(-1).toFixed(2)}`,
    }
  })
}

const median = (sorted) => sorted[Math.floor(sorted.length / 2)]
