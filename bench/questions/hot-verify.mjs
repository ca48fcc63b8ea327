import { acceptsBy, gapsOf } from '../lib/gaps.mjs'
import { atLeast } from '../lib/goals.mjs'
import { measure, ratio, showSpread, spread } from '../lib/measure.mjs'
import { fresh, prepare } from '../lib/tokens.mjs'
import { CACHED_VERIFIERS } from '../lib/verifiers.mjs'

const CALLS = 60_000
const TOKENS = 1000
const NAMES = Object.keys(CACHED_VERIFIERS)
const HARNESS = 'nothing at all'

export const title = 'Hot verification'
export const what =
  'What a token costs that was seen before, in CPU time, as a fresh string for each call, as from the wire, promise included. Expiry is judged on every hit. Making the string is part of every figure; the row of *nothing at all* is its cost alone, and one column has it taken off both sides.'
export const rounds = 15

export async function run({ rounds }) {
  const all = [await compare('RS256', 150, rounds), await compare('RS256', 500, rounds)]
  const [, { cpu }] = all
  const beside = ratio(cpu, 'meishi', 'fast-jwt').median.toFixed(1)
  return {
    tables: all.map(tableOf),
    goals: all.flatMap(({ bytes, cpu }) => [
      atLeast(`${bytes} bytes: meishi ÷ fast-jwt with its cache`, 3, ratio(cpu, 'meishi', 'fast-jwt')),
    ]),
    highlights: [
      {
        what: 'A token seen before: tokens per second',
        meishi: `${beside} ×`,
        others: 'fast-jwt, cached 1 ×',
      },
    ],
  }
}

async function compare(alg, bytes, rounds) {
  const prepared = prepare(alg)
  const tokens = Array.from({ length: TOKENS }, () => prepared.mint(bytes))
  const contestants = {}
  const gaps = {}
  for (const name of NAMES) {
    const verify = CACHED_VERIFIERS[name].create(prepared)
    gaps[name] = await gapsOf(acceptsBy(verify), prepared)
    contestants[name] = async (calls) => {
      for (let at = 0; at < calls; at++) await verify(fresh(tokens[at % TOKENS]))
    }
  }
  const { cpu, clock } = await measure(contestants, { rounds, calls: CALLS })
  return { alg, bytes, gaps, cpu, clock }
}

function tableOf({ alg, bytes, gaps, cpu, clock }) {
  return {
    title: `${alg}, payload of ${bytes} bytes, ${TOKENS} tokens`,
    columns: [
      'verifier',
      '÷ fast-jwt',
      'by the clock',
      'without the string',
      'ns per token',
      'does not check',
    ],
    rows: NAMES.map((name) => [
      name,
      showSpread(ratio(cpu, name, 'fast-jwt')),
      showSpread(ratio(clock, name, 'fast-jwt')),
      name === HARNESS ? '' : showSpread(spread(withoutHarness(cpu, name)), 1),
      (1e9 / spread(cpu[name]).median).toFixed(0),
      gaps[name],
    ]),
  }
}

/** How often it fits into the time of fast-jwt, once both are rid of what the empty verifier needs. */
function withoutHarness(cpu, name) {
  const own = (of, round) => 1 / cpu[of][round] - 1 / cpu[HARNESS][round]
  return cpu[name].map((_, round) => own('fast-jwt', round) / own(name, round))
}
