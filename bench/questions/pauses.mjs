import { memoryReplayStore } from '@meishi/core'
import { atMost } from '../lib/goals.mjs'
import { newId } from '../lib/holdings.mjs'
import { byName, inTurn, showCount, showSpread, spread } from '../lib/measure.mjs'
import { longestPauses } from '../lib/pauses.mjs'

const IDS = 1_000_000
const NAMES = ['meishi', 'a plain Map']

export const title = 'Pauses while used ids grow'
export const what = `The longest call, in milliseconds, while ${showCount(IDS)} ids are spent in memory; and what of it is neither the garbage collector, which Node itself times, nor another program: CPU time of the call alone.`
export const rounds = 5

export async function run({ rounds }) {
  const seen = byName(NAMES)
  for (let round = 0; round < rounds; round++) {
    for (const name of inTurn(NAMES, round)) {
      global.gc()
      seen[name].push(await longestPauses(STORES[name](), IDS))
    }
  }
  const of = (name, member) => spread(seen[name].map((one) => one[member]))
  return {
    tables: [
      {
        title: 'Longest pauses, ms',
        columns: ['store', 'a call', 'a collection', 'own CPU of a call'],
        rows: NAMES.map((name) => [
          name,
          ...['call', 'collection', 'own'].map((member) => showSpread(of(name, member), 1)),
        ]),
      },
    ],
    goals: [
      atMost('longest spending of an id, own CPU, ms,', 10, of('meishi', 'own'), 1),
      atMost('longest spending of an id, ms,', 10, of('meishi', 'call'), 1),
    ],
  }
}

/** Each call spends an id that was never seen. */
const STORES = {
  meishi: () => {
    const store = memoryReplayStore()
    return () => store.consume(newId(), Date.now() + 3_600_000)
  },
  'a plain Map': () => {
    const map = new Map()
    return () => map.set(newId(), Date.now() + 3_600_000)
  },
}
