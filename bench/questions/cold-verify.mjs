// What does a token cost that was never seen before?
import { measure, ratios, showCount, showSpread, spread } from '../lib/measure.mjs'
import { fresh, prepare } from '../lib/tokens.mjs'
import { VERIFIERS } from '../lib/verifiers.mjs'

const ROUNDS = 7
const CALLS = { RS256: 2000, ES256: 1000, EdDSA: 1000, HS256: 8000 }

export const title = 'Cold verification: a token never seen before'
export const goal = 'RS256, ES256, EdDSA ≥ 0.95 of bare, HS256 ≥ 0.80, ahead of fast-jwt in every row'

export async function run() {
  const tables = []
  for (const alg of Object.keys(CALLS)) for (const bytes of [150, 500]) tables.push(await compare(alg, bytes))
  return tables
}

async function compare(alg, bytes) {
  const prepared = prepare(alg)
  const tokens = Array.from({ length: CALLS[alg] }, () => prepared.mint(bytes))
  const entered = Object.entries(VERIFIERS).filter(([, { only }]) => only === undefined || only.includes(alg))
  const contestants = Object.fromEntries(
    entered.map(([name, { create }]) => {
      const verify = create(prepared)
      return [
        name,
        async (calls) => {
          for (let at = 0; at < calls; at++) await verify(fresh(tokens[at]))
        },
      ]
    }),
  )
  const rates = await measure(contestants, { rounds: ROUNDS, calls: CALLS[alg] })
  const relative = ratios(rates, 'bare')
  return {
    title: `${alg}, payload of ${bytes} bytes`,
    columns: ['verifier', 'ratio to bare', 'per second', 'note'],
    rows: entered.map(([name, { note = '' }]) => [
      name,
      showSpread(relative[name]),
      showCount(spread(rates[name]).median),
      note,
    ]),
  }
}
