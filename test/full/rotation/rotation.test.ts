import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fetchToken, runLane, type Sent, send, type Tally } from './load.js'
import { type Running, startProcess } from './processes.js'
import { SPEED, scaledClock } from './scaled-clock.mjs'

const issuer = 'https://auth.example.com'
const audience = 'https://api.example.com'
/** Freshness (60) + cooldown (30) + two looks at the store, and what the network and a busy machine take. */
const rotation = { every: 480, publishBefore: 240, pollInterval: 10 }
const start = Date.now() / 1000
const clock = scaledClock(start)
const PROCESSES = 4
const LANES = 8

let folder: string
let issuers: readonly Running[] = []
let verifiers: readonly Running[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rotation-'))
  const shared = {
    issuer,
    audience,
    folder: join(folder, 'ring'),
    sealingKey: randomBytes(32).toString('base64url'),
    rotation,
    start,
  }
  issuers = await Promise.all(
    Array.from({ length: PROCESSES }, () => startProcess('issuing-process.mjs', shared)),
  )
  verifiers = await Promise.all(
    issuers.map(({ origin }) =>
      startProcess('verifying-process.mjs', {
        issuer,
        audience,
        jwksUri: `${origin}/.well-known/jwks.json`,
        start,
      }),
    ),
  )
})
afterAll(async () => {
  await Promise.all([...issuers, ...verifiers].map((process) => process.stop()))
  await rm(folder, { recursive: true, force: true })
})

const originsOf = (processes: readonly Running[]): string[] => processes.map(({ origin }) => origin)
const lastOf = (tokens: readonly Sent[], kid: string): number =>
  Math.max(...tokens.filter((one) => one.kid === kid).map(({ iat }) => iat))

test('four processes issue, four verify over HTTP, keys rotate: no good token is refused', async () => {
  const tally: Tally = { tokens: [], accepted: 0, refused: [] }
  const until = clock() + 4 * rotation.every
  const load = { clock, goesOn: () => clock() < until, tally }
  const lanes = Array.from({ length: LANES }, (_, lane) => lane)
  await Promise.all(lanes.map((lane) => runLane(lane, originsOf(issuers), originsOf(verifiers), load)))

  expect(tally.refused).toEqual([])
  const kids = [...new Set(tally.tokens.toSorted((a, b) => a.iat - b.iat).map(({ kid }) => kid))]
  expect(kids.length).toBeGreaterThanOrEqual(4)
  // All switch together: a second of real time after the first token of a key, no other process signs with the one before.
  for (const [index, kid] of kids.slice(1).entries()) {
    const first = Math.min(...tally.tokens.filter((one) => one.kid === kid).map(({ iat }) => iat))
    expect(lastOf(tally.tokens, kids[index] as string) - first).toBeLessThanOrEqual(SPEED)
  }
  console.log(
    `rotation: ${tally.tokens.length} tokens under ${kids.length} keys, ${tally.accepted} accepted, 0 refused`,
  )
}, 240_000)

test('after a reset no old token is accepted, as soon as the keys of a verifier are no longer fresh', async () => {
  const old = await Promise.all(originsOf(issuers).map((origin) => fetchToken(origin, 3000)))
  for (const [index, sent] of old.entries())
    expect((await send(verifiers[index]?.origin as string, sent)).status).toBe(200)
  await fetch(`${issuers[0]?.origin}/reset`, { method: 'POST' })
  const resetAt = clock()
  // The key source's freshness, two looks of the issuers at the store, and a second of real time.
  while (clock() < resetAt + 60 + 2 * rotation.pollInterval + SPEED) {
    await Promise.all(originsOf(verifiers).flatMap((origin) => old.map((sent) => send(origin, sent))))
    await pause(50)
  }
  for (const { origin } of verifiers)
    for (const sent of old) expect((await send(origin, sent)).status).toBe(401)
  for (const { origin } of issuers) {
    const fresh = await fetchToken(origin, 300)
    expect(old.map(({ kid }) => kid)).not.toContain(fresh.kid)
    for (const verifier of verifiers) expect((await send(verifier.origin, fresh)).status).toBe(200)
  }
}, 120_000)
