import { addedMicros, appTable, compareApps, FRAMEWORKS, fastestPeer } from '../lib/compare-apps.mjs'
import { atLeast } from '../lib/goals.mjs'
import { ratio } from '../lib/measure.mjs'
import { prepare } from '../lib/tokens.mjs'

const REQUESTS = 2500
/** Together more tokens than a cache of the default size holds, twice over. */
const LEAST_SETS = 6

export const title = 'An application, cold'
export const what =
  'What a middleware costs an application whose callers all come for the first time, under RS256. The floor is the same application with a hook that checks the signature and nothing else.'
export const rounds = 7

export async function run({ rounds }) {
  const prepared = prepare('RS256')
  const sets = Array.from({ length: Math.max(rounds, LEAST_SETS) }, () =>
    Array.from({ length: REQUESTS }, () => prepared.mint(500)),
  )
  // All of them warm up: their number drives each out of every cache before its round comes.
  const load = { tokensOf: (round) => (round < 0 ? sets.flat() : sets[round]), rounds, cached: false }
  const all = []
  for (const framework of FRAMEWORKS) all.push(await compareApps(framework, prepared, load))
  const own = all.filter(({ ours }) => ours !== undefined)
  return {
    tables: all.map((one) => appTable(one, one.raw)),
    goals: own.flatMap((one) => {
      const peer = fastestPeer(one)
      return [
        atLeast(`${one.ours}, cold: requests ÷ raw verify`, 0.9, ratio(one.rates, one.ours, one.raw)),
        atLeast(`${one.ours}, cold: requests ÷ ${peer}`, 1, ratio(one.rates, one.ours, peer)),
      ]
    }),
    highlights: own.map((one) => ({
      what: `CPU added to a request of ${one.framework}, caller never seen, RS256`,
      meishi: micros(one, one.ours),
      others: one.peers.map((name) => `${name} ${micros(one, name)}`).join(', '),
    })),
  }
}

const micros = (one, name) => `${addedMicros(one, name).median.toFixed(0)} µs`
