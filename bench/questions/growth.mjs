import { DIMENSIONS } from '../lib/dimensions.mjs'
import { byName, inTurn, showCount, showSpread, spread, timed } from '../lib/measure.mjs'

export const title = 'Cost as work grows'
export const what =
  'What one call costs, in CPU time, while one thing grows and everything else stays. *Allowed* is the growth at which n calls cost n log n; where one call has n things to do, at which that call does.'
export const rounds = 5

export async function run({ rounds }) {
  const curves = []
  for (const [heading, dimension] of Object.entries(DIMENSIONS)) {
    curves.push(await curve(heading, dimension, rounds))
    global.gc()
  }
  return { tables: curves.map(tableOf), goals: curves.map(goalOf) }
}

async function curve(heading, [sizes, allowed, setUp], rounds) {
  const contestants = {}
  for (const size of sizes) contestants[size] = await setUp(size)
  const [cpu, clock, p99] = [byName(sizes), byName(sizes), byName(sizes)]
  for (let round = -1; round < rounds; round++) {
    for (const size of inTurn(sizes, round)) {
      const { call, calls } = contestants[size]
      const { seconds, micros } = await timed(() => each(call, calls))
      const slow = await slowest(call, Math.min(calls, 3000))
      if (round < 0) continue
      cpu[size].push(micros / calls)
      clock[size].push(calls / seconds)
      p99[size].push(slow)
    }
  }
  const [first] = sizes
  const rows = sizes.map((size) => ({
    size,
    perSecond: spread(clock[size]).median,
    p99: spread(p99[size]),
    grown: spread(cpu[size].map((own, round) => own / cpu[first][round])),
    allowed: allowed(size) / allowed(first),
  }))
  return { heading, rows }
}

async function each(call, calls) {
  for (let at = 0; at < calls; at++) await call(at)
}

/** The microseconds that one call of a hundred exceeds. */
async function slowest(call, calls) {
  const nanos = new Float64Array(calls)
  for (let at = 0; at < calls; at++) {
    const start = process.hrtime.bigint()
    await call(at)
    nanos[at] = Number(process.hrtime.bigint() - start)
  }
  return nanos.sort()[Math.floor(calls * 0.99)] / 1000
}

function tableOf({ heading, rows }) {
  return {
    title: heading,
    columns: ['how many', 'cost ÷ the first', 'allowed', 'per second', 'p99, µs'],
    rows: rows.map(({ size, perSecond, p99, grown, allowed }) => [
      showCount(size),
      showSpread(grown),
      allowed.toFixed(2),
      showCount(perSecond),
      showSpread(p99, 1),
    ]),
  }
}

/** The size that comes closest to what is allowed, or is furthest above it. */
function goalOf({ heading, rows }) {
  const [, ...grown] = rows
  const worst = grown.reduce((one, other) => (exceeds(other) > exceeds(one) ? other : one))
  return {
    goal: `${heading}: no worse than n log n`,
    seen: `${worst.grown.median.toFixed(2)} of ${worst.allowed.toFixed(2)} allowed at ${showCount(worst.size)}`,
    met: exceeds(worst) <= 1,
  }
}

const exceeds = ({ grown, allowed }) => grown.median / allowed
