import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWithRedis } from '../../../packages/redis/test-support/find-redis.js'
import { type RedisServer, startRedis } from '../../../packages/redis/test-support/redis-server.js'
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

const originsOf = (processes: readonly Running[]): string[] => processes.map(({ origin }) => origin)
const timesOf = (tokens: readonly Sent[], kid: string): number[] =>
  tokens.filter((one) => one.kid === kid).map(({ iat }) => iat)

describeWithRedis('four processes issue and four verify over HTTP', () => {
  let folder: string
  let redis: RedisServer
  let issuers: readonly Running[] = []
  let verifiers: readonly Running[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rotation-'))
    redis = await startRedis()
    const sealingKey = randomBytes(32).toString('base64url')
    const common = { issuer, audience, redisUrl: redis.url, start }
    const ring = { ...common, folder: join(folder, 'ring'), sealingKey, rotation }
    issuers = await Promise.all(
      Array.from({ length: PROCESSES }, () => startProcess('issuing-process.mjs', ring)),
    )
    verifiers = await Promise.all(
      issuers.map(({ origin }) => {
        return startProcess('verifying-process.mjs', {
          ...common,
          jwksUri: `${origin}/.well-known/jwks.json`,
        })
      }),
    )
  })
  afterAll(async () => {
    await Promise.all([...issuers, ...verifiers].map((process) => process.stop()))
    await redis?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test('while keys rotate, no good token is refused', async () => {
    const tally: Tally = { tokens: [], accepted: 0, refused: [] }
    const until = clock() + 4 * rotation.every
    const load = { clock, goesOn: () => clock() < until, tally }
    const lanes = Array.from({ length: LANES }, (_, lane) => lane)
    await Promise.all(lanes.map((lane) => runLane(lane, originsOf(issuers), originsOf(verifiers), load)))

    expect(tally.refused.slice(0, 3)).toEqual([])
    const kids = [...new Set(tally.tokens.toSorted((a, b) => a.iat - b.iat).map(({ kid }) => kid))]
    expect(kids.length).toBeGreaterThanOrEqual(4)
    // All switch together: a second of real time after the first token of a key, nobody signs with the one before.
    for (const [index, kid] of kids.slice(1).entries()) {
      const last = Math.max(...timesOf(tally.tokens, kids[index] as string))
      expect(last - Math.min(...timesOf(tally.tokens, kid))).toBeLessThanOrEqual(SPEED)
    }
    console.log(
      `${tally.tokens.length} tokens under ${kids.length} keys, ${tally.accepted} accepted, 0 refused`,
    )
  }, 240_000)

  test('after a reset no old token is accepted, by the shared list or once keys are no longer fresh', async () => {
    const old = await Promise.all(originsOf(issuers).map((origin) => fetchToken(origin, 3000)))
    const everywhere = async (path: string): Promise<number[]> => {
      const answers = originsOf(verifiers).flatMap((origin) => old.map((sent) => send(origin, sent, path)))
      return [...new Set((await Promise.all(answers)).map(({ status }) => status))]
    }
    expect([await everywhere('/me'), await everywhere('/listed')]).toEqual([[200], [200]])
    await fetch(`${issuers[0]?.origin}/reset`, { method: 'POST' })
    const resetAt = clock()

    await pause(1000)
    expect(await everywhere('/listed')).toEqual([401])
    // Without the list: freshness, two looks of the issuers at the store, and a second of real time.
    while (clock() < resetAt + 60 + 2 * rotation.pollInterval + SPEED) await everywhere('/me')
    expect(await everywhere('/me')).toEqual([401])
    for (const origin of originsOf(issuers)) {
      const fresh = await fetchToken(origin, 300)
      expect(old.map(({ kid }) => kid)).not.toContain(fresh.kid)
      for (const verifier of originsOf(verifiers))
        for (const path of ['/me', '/listed']) expect((await send(verifier, fresh, path)).status).toBe(200)
    }
  }, 120_000)
})
