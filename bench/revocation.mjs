// A revocation list in memory, which is also the copy that each process has of one on Redis: what an entry costs, how
// long the longest call takes while it grows, and whether the look that every request takes depends on its size.
import { randomUUID } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { memoryRevocationList } from '@meishi/core'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc')
const issuer = 'https://auth.example.com'
const LOOKS = 500_000

const heapUsed = () => {
  collectGarbage()
  return process.memoryUsage().heapUsed
}
/** A token that nobody revoked, with every claim that could say so. */
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

for (const size of [1000, 100_000, 1_000_000]) {
  const before = heapUsed()
  const list = memoryRevocationList({ maxEntries: size + 10 })
  let longest = 0
  const expiresAt = Date.now() / 1000 + 3600
  for (let at = 0; at < size; at++) {
    const entry = { issuer, tokenId: randomUUID(), expiresAt }
    const start = performance.now()
    await list.revoke(entry)
    longest = Math.max(longest, performance.now() - start)
  }
  const bytes = (heapUsed() - before) / size
  for (const kind of ['sessionId', 'groupId', 'subject', 'keyId'])
    await list.revoke({ issuer, [kind]: 'one of each' })
  console.log(
    `${size} entries: ${Math.round(bytes)} bytes each, longest revoke() ${longest.toFixed(1)} ms (collections of garbage included), a look for five kinds ${looks(list)} ns`,
  )
}

function looks(list) {
  for (let at = 0; at < LOOKS / 10; at++) list.isRevoked(strangers[at % strangers.length])
  const start = process.hrtime.bigint()
  for (let at = 0; at < LOOKS; at++) list.isRevoked(strangers[at % strangers.length])
  return Math.round(Number(process.hrtime.bigint() - start) / LOOKS)
}
