import { addedMicros, appTable, compareApps, FRAMEWORKS } from '../lib/compare-apps.mjs'
import { atLeast, atMost } from '../lib/goals.mjs'
import { ratio } from '../lib/measure.mjs'
import { prepare } from '../lib/tokens.mjs'

const TOKENS = 200
const REQUESTS = 4000

export const title = 'An application, hot'
export const what = `What a middleware costs an application whose ${TOKENS} callers come again and again. The floor is the unprotected application, which receives the same headers.`
export const rounds = 9

export async function run({ rounds }) {
  const prepared = prepare('RS256')
  const tokens = Array.from({ length: TOKENS }, () => prepared.mint(500))
  const requests = Array.from({ length: REQUESTS }, (_, at) => tokens[at % TOKENS])
  const tokensOf = (round) => (round < 0 ? [...requests, ...requests] : requests)
  const all = []
  for (const framework of FRAMEWORKS)
    all.push(await compareApps(framework, prepared, { tokensOf, rounds, cached: true }))
  const own = all.filter(({ ours }) => ours !== undefined)
  return {
    tables: all.map((one) => appTable(one, one.unprotected)),
    goals: own.flatMap((one) => [
      atMost(`${one.ours}, hot: CPU added, µs,`, 5, addedMicros(one, one.ours), 1),
      atLeast(`${one.ours}, hot: requests ÷ unprotected`, 0.9, ratio(one.rates, one.ours, one.unprotected)),
    ]),
    highlights: own.map((one) => ({
      what: `CPU added to a request of ${one.framework}, caller seen before`,
      meishi: `${addedMicros(one, one.ours).median.toFixed(1)} µs`,
      others: one.peers.map((name) => `${name} ${addedMicros(one, name).median.toFixed(0)} µs`).join('; '),
    })),
  }
}
