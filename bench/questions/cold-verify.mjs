import { acceptsBy, gapsOf } from '../lib/gaps.mjs'
import { atLeast } from '../lib/goals.mjs'
import { grid } from '../lib/grid.mjs'
import { measure, ratio, showSpread, spread } from '../lib/measure.mjs'
import { fresh, prepare } from '../lib/tokens.mjs'
import { VERIFIERS } from '../lib/verifiers.mjs'

/** The cheapest first: what other algorithms have done to the code before would show most in it. */
const CALLS = { HS256: 4000, RS256: 1200, ES256: 600, EdDSA: 600 }
const WARM_UP = 4000
const ALGORITHMS = Object.keys(CALLS)
const NAMES = Object.keys(VERIFIERS)
const GOALS = { RS256: 0.95, ES256: 0.95, EdDSA: 0.95, HS256: 0.8 }

export const title = 'Cold verification'
export const what =
  'What a token costs that was never seen before: tokens per second of CPU, beside *bare*, the smallest honest verifier, which splits, decodes, checks one signature with a prepared key, parses the payload, and compares `iss`, `aud` and `exp`.'
export const rounds = 9

export async function run({ rounds }) {
  // What optimizes the code runs first, for nobody's account.
  await compare('HS256', 150, 0, 20_000)
  const all = []
  for (const alg of ALGORITHMS) for (const bytes of [150, 500]) all.push(await compare(alg, bytes, rounds))
  return {
    tables: [150, 500].flatMap((bytes) =>
      tablesOf(
        bytes,
        all.filter((one) => one.bytes === bytes),
      ),
    ),
    goals: all.flatMap(({ alg, bytes, cpu }) => [
      atLeast(`${alg}, ${bytes} bytes: meishi ÷ bare`, GOALS[alg], ratio(cpu, 'meishi', 'bare')),
      atLeast(`${alg}, ${bytes} bytes: meishi ÷ fast-jwt`, 1, ratio(cpu, 'meishi', 'fast-jwt')),
    ]),
    highlights: all.filter(({ bytes }) => bytes === 500).map(highlight),
  }
}

async function compare(alg, bytes, rounds, warmUp = WARM_UP) {
  const prepared = prepare(alg)
  const tokens = Array.from({ length: CALLS[alg] }, () => prepared.mint(bytes))
  const entered = NAMES.filter((name) => VERIFIERS[name].only?.includes(alg) ?? true)
  const verifiers = Object.fromEntries(entered.map((name) => [name, VERIFIERS[name].create(prepared)]))
  const gaps = {}
  for (const name of entered) gaps[name] = await gapsOf(acceptsBy(verifiers[name]), prepared)
  const contestants = Object.fromEntries(
    entered.map((name) => [name, (calls) => each(verifiers[name], calls)]),
  )
  async function each(verify, calls) {
    for (let at = 0; at < calls; at++) await verify(fresh(tokens[at % tokens.length]))
  }
  // One that remembers begins each round with nothing remembered.
  const before = (name) => {
    if (VERIFIERS[name].remembers) verifiers[name] = VERIFIERS[name].create(prepared)
  }
  const results = await measure(contestants, { rounds, calls: CALLS[alg], warmUp, before })
  return { alg, bytes, gaps, ...results }
}

function tablesOf(bytes, all) {
  const of = (alg) => all.find((one) => one.alg === alg)
  const cell = (show) => (name, alg) => (name in of(alg).cpu ? show(of(alg), name) : 'has none')
  const beside = cell(({ cpu }, name) => showSpread(ratio(cpu, name, 'bare')))
  const absolute = cell(({ cpu, clock }, name) => {
    const micros = (1e6 / spread(cpu[name]).median).toFixed(1)
    return `${micros} · ${ratio(clock, name, 'bare').median.toFixed(2)}`
  })
  const table = grid(`÷ bare, payload of ${bytes} bytes`, 'verifier', NAMES, ALGORITHMS, beside)
  table.columns.push('does not check')
  for (const row of table.rows) row.push(gapIn(row[0], all))
  const title = `CPU per token in µs · ÷ bare by the clock, payload of ${bytes} bytes`
  return [table, grid(title, 'verifier', NAMES, ALGORITHMS, absolute)]
}

const gapIn = (name, all) => [...new Set(all.map(({ gaps }) => gaps[name] ?? '').filter(Boolean))].join('; ')

function highlight({ alg, cpu }) {
  const percent = (name) => `${Math.round(ratio(cpu, name, 'bare').median * 100)} %`
  const others = ['fast-jwt', 'jose', 'jsonwebtoken', 'aws-jwt-verify'].filter((name) => name in cpu)
  return {
    what: `A token never seen, ${alg}: speed of the smallest honest verifier`,
    meishi: percent('meishi'),
    others: others.map((name) => `${name} ${percent(name)}`).join(', '),
  }
}
