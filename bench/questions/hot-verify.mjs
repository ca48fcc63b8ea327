// What does a token cost that was seen before? Expiry, issuer, audience and algorithm are judged again on every hit.
import { measure, ratios, showCount, showSpread, spread } from '../lib/measure.mjs'
import { fresh, prepare } from '../lib/tokens.mjs'
import { CACHED_VERIFIERS } from '../lib/verifiers.mjs'

const ROUNDS = 9
const CALLS = 50_000
const TOKENS = 1000

export const title = 'Hot verification: a token seen before, a fresh string for each call'
export const goal = '≥ 3 × fast-jwt with its cache, stretch 4 ×'

export async function run() {
  return [await compare('RS256', 150), await compare('RS256', 500)]
}

async function compare(alg, bytes) {
  const prepared = prepare(alg)
  const tokens = Array.from({ length: TOKENS }, () => prepared.mint(bytes))
  const contestants = Object.fromEntries(
    Object.entries(CACHED_VERIFIERS).map(([name, { create }]) => {
      const verify = create(prepared)
      return [
        name,
        async (calls) => {
          for (let at = 0; at < calls; at++) await verify(fresh(tokens[at % TOKENS]))
        },
      ]
    }),
  )
  for (const seeAll of Object.values(contestants)) await seeAll(TOKENS)
  const rates = await measure(contestants, { rounds: ROUNDS, calls: CALLS })
  const relative = ratios(rates, 'fast-jwt')
  return {
    title: `${alg}, payload of ${bytes} bytes, ${TOKENS} tokens`,
    columns: ['verifier', 'ratio to fast-jwt', 'per second'],
    rows: Object.keys(contestants).map((name) => [
      name,
      showSpread(relative[name]),
      showCount(spread(rates[name]).median),
    ]),
  }
}
