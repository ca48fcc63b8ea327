import { createVerifier } from '@meishi/core'
import { redisRevocationList } from '@meishi/redis'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWithRedis } from '../../../packages/redis/test-support/find-redis.js'
import { type RedisServer, startRedis } from '../../../packages/redis/test-support/redis-server.js'
import { until } from '../../../packages/redis/test-support/until.js'
import { APP, ISSUER, type SessionFleet, startSessionFleet } from './fleet.js'

const RACERS = 500
/** Longer than the default, because a busy machine may take so long to hear all racers. */
const GRACE = 20

describeWithRedis('four processes on one Redis', () => {
  let server: RedisServer
  let fleet: SessionFleet
  let redis: Redis
  beforeAll(async () => {
    server = await startRedis({ appendonly: 'yes' })
    fleet = await startSessionFleet(server.port, GRACE)
    redis = new Redis(server.port)
  })
  afterAll(async () => {
    redis?.disconnect()
    fleet?.stop()
    await server?.stop()
  })

  const refresh = (at: number, refresh_token: string) =>
    fleet.post(at, '/refresh', { refresh_token, grant_type: 'refresh_token' })
  const login = async () => JSON.parse((await fleet.post(0, '/login', { user: 'alice', password: 'x' })).text)

  test(`give ${RACERS} racers one successor, and a replay after the window ends the session everywhere`, async () => {
    const { refresh_token } = await login()
    const startedAt = performance.now()
    const answers = await Promise.all(
      Array.from({ length: RACERS }, (_none, racer) => refresh(racer, refresh_token)),
    )
    const took = Math.round(performance.now() - startedAt)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    console.log(`${RACERS} racers took ${took} ms`, fleet.events())
    expect(fleet.events()).toMatchObject({ login: 1, refresh: 1 })
    expect(fleet.events()).not.toHaveProperty('refresh.reused')

    const winner = JSON.parse(answers[0]?.text ?? '')
    const revocation = redisRevocationList(redis)
    await revocation.ready()
    const keys = { jwks: fleet.jwks }
    const api = createVerifier({ issuer: ISSUER, audience: APP, keys, revocation })
    expect((await api.verify(winner.access_token)).claims.sub).toBe('alice')

    await new Promise((resolve) => setTimeout(resolve, (GRACE + 0.5) * 1000))
    expect((await refresh(1, refresh_token)).status).toBe(401)
    await until('the API refuses the access token', () =>
      api.verify(winner.access_token).then(
        () => false,
        ({ code }) => code === 'token_revoked',
      ),
    )
    for (const at of [0, 1, 2, 3]) expect((await refresh(at, winner.refresh_token)).status).toBe(401)
    expect(fleet.events()).toMatchObject({ 'refresh.reused': 1 })
    revocation.close()
  })
})
