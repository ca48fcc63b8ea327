import { randomUUID } from 'node:crypto'
import { memoryRevocationList } from '@meishi/core'
import { atMost } from '../lib/goals.mjs'
import { byName, inTurn, showCount, showSpread, spread, timed } from '../lib/measure.mjs'
import { longestPauses } from '../lib/pauses.mjs'
import { issuer } from '../lib/tokens.mjs'

const LOOKS = 200_000
const SIZES = [1000, 100_000, 1_000_000]

export const title = 'Revocation'
export const what =
  'What the look costs that every request takes, into a list in memory, which is also the copy of one on Redis; and how long the longest `revoke()` holds everybody up while the list grows.'
export const rounds = 5

export async function run({ rounds }) {
  look(memoryRevocationList()) // for nobody's account
  const [looks, pauses] = [byName(SIZES), byName(SIZES)]
  for (let round = 0; round < rounds; round++) {
    for (const size of inTurn(SIZES, round)) {
      const list = memoryRevocationList({ maxEntries: size + 10 })
      const longest = await fill(list, size)
      const { micros } = await timed(() => look(list))
      looks[size].push((micros * 1000) / LOOKS)
      pauses[size].push(longest)
    }
  }
  const longest = (size, member) => spread(pauses[size].map((one) => one[member]))
  const beside = (size) => spread(looks[size].map((own, round) => own / looks[SIZES[0]][round]))
  return {
    tables: [
      {
        title: 'Entries by token id',
        columns: ['entries', 'a look, ns of CPU', '÷ the first', 'longest revoke(), ms', 'of it own CPU'],
        rows: SIZES.map((size) => [
          showCount(size),
          showSpread(spread(looks[size]), 0),
          showSpread(beside(size)),
          showSpread(longest(size, 'call'), 1),
          showSpread(longest(size, 'own'), 1),
        ]),
      },
    ],
    // The map is the same; what grows is what no cache of the processor holds.
    goals: [atMost('a look among a million ÷ one among a thousand', 2.5, beside(1_000_000))],
  }
}

async function fill(list, size) {
  const expiresAt = Date.now() / 1000 + 3600
  const pauses = await longestPauses(() => {
    list.revoke({ issuer, tokenId: randomUUID(), expiresAt })
  }, size)
  for (const kind of ['sessionId', 'groupId', 'subject', 'keyId'])
    await list.revoke({ issuer, [kind]: 'one of each' })
  return pauses
}

/** Tokens that nobody revoked, with every claim that could say so. */
const strangers = Array.from({ length: 1000 }, () => ({
  token: {
    header: { alg: 'RS256' },
    claims: {
      iss: issuer,
      jti: randomUUID(),
      sid: randomUUID(),
      gid: randomUUID(),
      sub: randomUUID(),
      iat: 1,
    },
  },
  keyId: 'key-1',
}))

function look(list) {
  for (let at = 0; at < LOOKS; at++) list.isRevoked(strangers[at % strangers.length])
}
