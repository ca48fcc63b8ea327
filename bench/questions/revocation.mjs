// What does a revocation cost in memory, and does the look that every request takes depend on how many there are?
import { randomUUID } from 'node:crypto'
import { memoryRevocationList } from '@meishi/core'
import { showCount } from '../lib/measure.mjs'
import { issuer } from '../lib/tokens.mjs'

const LOOKS = 500_000
const SIZES = [1000, 100_000, 1_000_000]

export const title = 'Revocation: a list in memory, which is also the copy of one on Redis'
export const goal = 'a look takes the same time however long the list is'

export async function run() {
  const rows = []
  for (const size of SIZES) rows.push(await fill(size))
  return [
    {
      title: 'entries by token id',
      columns: ['entries', 'bytes each', 'longest revoke(), ms', 'a look, ns'],
      rows,
    },
  ]
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

async function fill(size) {
  const before = heapUsed()
  const list = memoryRevocationList({ maxEntries: size + 10 })
  const expiresAt = Date.now() / 1000 + 3600
  let longest = 0
  for (let at = 0; at < size; at++) {
    const entry = { issuer, tokenId: randomUUID(), expiresAt }
    const start = performance.now()
    await list.revoke(entry)
    longest = Math.max(longest, performance.now() - start)
  }
  const each = (heapUsed() - before) / size
  for (const kind of ['sessionId', 'groupId', 'subject', 'keyId'])
    await list.revoke({ issuer, [kind]: 'one of each' })
  return [showCount(size), each.toFixed(0), longest.toFixed(1), look(list).toFixed(0)]
}

function heapUsed() {
  global.gc()
  return process.memoryUsage().heapUsed
}

function look(list) {
  for (let at = 0; at < LOOKS / 10; at++) list.isRevoked(strangers[at % strangers.length])
  const start = process.hrtime.bigint()
  for (let at = 0; at < LOOKS; at++) list.isRevoked(strangers[at % strangers.length])
  return Number(process.hrtime.bigint() - start) / LOOKS
}
