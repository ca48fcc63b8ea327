// Rounds in turns. What is compared is the ratio within a round, because shared machines are noisy.

/**
 * How fast each contestant is in each round: `clock`, calls per second by the clock, and `cpu`, calls per second of CPU
 * time, that of threads which work for it included; what else runs on the machine takes nothing of that. The young garbage of one is gone before the next one's turn; a
 * whole collection would also take the shapes of objects that their optimized code relies on.
 *
 * @param contestants - by name `(calls, round) => Promise<void>`; round -1 warms up
 * @param warmUp - how many calls that are
 * @param before - what is not measured, before each turn
 */
export async function measure(contestants, { rounds, calls, warmUp = calls, before = () => {} }) {
  const names = Object.keys(contestants)
  const results = { clock: byName(names), cpu: byName(names) }
  for (let round = -1; round < rounds; round++) {
    for (const name of inTurn(names, round)) {
      await before(name, round)
      global.gc?.({ type: 'minor' })
      const { seconds, micros } = await timed(() => contestants[name](round < 0 ? warmUp : calls, round))
      if (round < 0) continue
      results.clock[name].push(calls / seconds)
      results.cpu[name].push((calls * 1e6) / micros)
    }
  }
  return results
}

/** One run: seconds by the clock, and microseconds of CPU. */
export async function timed(run) {
  const cpu = process.cpuUsage()
  const start = process.hrtime.bigint()
  await run()
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  const { user, system } = process.cpuUsage(cpu)
  return { seconds, micros: user + system }
}

/** An empty list for each. */
export const byName = (names) => Object.fromEntries(names.map((name) => [name, []]))

/** The order of a round: A B C, C B A, B C A, A C B, … so that nobody always comes after the same one. */
export function inTurn(names, round) {
  const from = Math.floor(Math.max(0, round) / 2) % names.length
  const order = [...names.slice(from), ...names.slice(0, from)]
  return round % 2 === 1 ? order.reverse() : order
}

/** The value of every round of one beside that of another. */
export const ratio = (values, name, floor) =>
  spread(values[name].map((value, round) => value / values[floor][round]))

/** Median, and from least to most. */
export function spread(values) {
  const sorted = [...values].sort((one, other) => one - other)
  const half = (sorted.length - 1) / 2
  const median = (sorted[Math.floor(half)] + sorted[Math.ceil(half)]) / 2
  return { median, least: sorted[0], most: sorted.at(-1) }
}

/** As it stands in the tables: `0.95 (0.86–1.05)`. */
export function showSpread({ median, least, most }, digits = 2) {
  const [middle, low, high] = [median, least, most].map((value) => value.toFixed(digits))
  return `${middle} (${low}–${high})`
}

/** Whole numbers with thousands apart: `313,629`. */
export const showCount = (value) => Math.round(value).toLocaleString('en')
