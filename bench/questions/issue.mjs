import { atLeast, atMost } from '../lib/goals.mjs'
import { grid } from '../lib/grid.mjs'
import { createIssuers } from '../lib/issuers.mjs'
import { delayOf, IN_FLIGHT, inLanes } from '../lib/lanes.mjs'
import { byName, inTurn, measure, ratio, showCount, showSpread, spread } from '../lib/measure.mjs'

const CALLS = { RS256: 300, ES256: 2000, EdDSA: 2000, HS256: 4000 }
const ALGORITHMS = Object.keys(CALLS)
const SECONDS = 1

export const title = 'Issuing tokens'
export const what = `How many tokens are issued by the clock with ${IN_FLIGHT} requests in flight, beside *bare*, \`crypto.sign\` in the thread pool over text that is there already; and how long everybody else in the process waits meanwhile.`
export const rounds = 5

export async function run({ rounds }) {
  const rates = {}
  for (const alg of ALGORITHMS) rates[alg] = await ratesOf(alg, rounds)
  const delays = await delaysOf('RS256', rounds)
  const names = Object.keys(rates.RS256)
  const beside = (name, alg) =>
    name in rates[alg] ? showSpread(ratio(rates[alg], name, 'bare')) : 'has none'
  const absolute = (name, alg) => (name in rates[alg] ? showCount(spread(rates[alg][name]).median) : '')
  const others = names.filter((name) => !['bare', 'meishi'].includes(name))
  return {
    tables: [
      grid('Tokens ÷ bare', 'issuer', names, ALGORITHMS, beside),
      grid('Tokens per second', 'issuer', names, ALGORITHMS, absolute),
      delayTable(delays),
    ],
    goals: [
      atMost('RS256: event-loop delay p99 ÷ idle', 2, ratio(delays.p99, 'meishi', 'idle')),
      ...others.map((name) =>
        atLeast(`RS256: tokens of meishi ÷ ${name}`, 1, ratio(rates.RS256, 'meishi', name)),
      ),
    ],
    highlights: [
      {
        what: 'Event-loop delay p99 while issuing RS256 at full speed',
        meishi: showDelay(delays, 'meishi'),
        others: ['idle', ...others].map((name) => `${name} ${showDelay(delays, name)}`).join(', '),
      },
    ],
  }
}

const showDelay = ({ p99 }, name) => `${spread(p99[name]).median.toFixed(1)} ms`

async function ratesOf(alg, rounds) {
  const issuers = await createIssuers(alg)
  const runs = Object.fromEntries(
    Object.entries(issuers).map(([name, issue]) => {
      let left = 0
      const run = (calls) => {
        left = calls
        return inLanes(issue, () => left-- > 0)
      }
      return [name, run]
    }),
  )
  return (await measure(runs, { rounds, calls: CALLS[alg] })).clock
}

async function delaysOf(alg, rounds) {
  const issuers = { idle: undefined, ...(await createIssuers(alg)) }
  const names = Object.keys(issuers)
  const seen = { p50: byName(names), p99: byName(names), most: byName(names), issued: byName(names) }
  for (let round = 0; round < rounds; round++) {
    for (const name of inTurn(names, round)) {
      const one = await delayOf(issuers[name], SECONDS)
      for (const member of Object.keys(seen)) seen[member][name].push(one[member])
    }
  }
  return seen
}

function delayTable({ p50, p99, most, issued }) {
  return {
    title: `Event-loop delay while issuing RS256 for ${SECONDS} s, ms`,
    columns: ['issuer', 'p99 ÷ idle', 'p50', 'p99', 'most', 'tokens per second'],
    rows: Object.keys(p99).map((name) => [
      name,
      showSpread(ratio(p99, name, 'idle'), 1),
      ...[p50, p99, most].map((values) => spread(values[name]).median.toFixed(1)),
      showCount(spread(issued[name]).median),
    ]),
    notes: ['The clock of the measurement ticks once a millisecond, so about 1.1 ms is none.'],
  }
}
