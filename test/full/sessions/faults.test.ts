import { setTimeout as sleep } from 'node:timers/promises'
import { createVerifier } from '@meishi/core'
import { redisRevocationList } from '@meishi/redis'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWithRedis } from '../../../packages/redis/test-support/find-redis.js'
import { type RedisServer, startRedis } from '../../../packages/redis/test-support/redis-server.js'
import { until } from '../../../packages/redis/test-support/until.js'
import { APP, ISSUER, type SessionFleet, startSessionFleet } from './fleet.js'

const CLIENTS = 20

interface Pair {
  readonly access_token: string
  readonly refresh_token: string
}

/** One browser, which refreshes all the time, and asks again with the same token where it got no answer. */
class Client {
  readonly pairs: Pair[] = []
  readonly statuses: Record<number, number> = {}
  readonly #fleet: SessionFleet
  #isRunning = true

  constructor(fleet: SessionFleet) {
    this.#fleet = fleet
  }

  async login(): Promise<void> {
    const { text } = await this.#fleet.post(0, '/login', { user: 'alice', password: 'x' })
    this.pairs.push(JSON.parse(text))
  }

  /** @returns the status */
  async refresh(at: number): Promise<number> {
    const { refresh_token } = this.pairs.at(-1) as Pair
    const { status, text } = await this.#fleet.post(at, '/refresh', {
      refresh_token,
      grant_type: 'refresh_token',
    })
    this.statuses[status] = (this.statuses[status] ?? 0) + 1
    if (status === 200) this.pairs.push(JSON.parse(text))
    return status
  }

  async run(): Promise<void> {
    for (let at = 0; this.#isRunning; at++) {
      if ((await this.refresh(at)) === 401) return
      await sleep(50)
    }
  }

  end(): void {
    this.#isRunning = false
  }
}

describeWithRedis('sessions that are refreshed all the time', () => {
  let server: RedisServer
  let fleet: SessionFleet
  let redis: Redis
  beforeAll(async () => {
    server = await startRedis({ appendonly: 'yes', appendfsync: 'always' })
    fleet = await startSessionFleet(server.port)
    redis = new Redis(server.port)
    redis.on('error', () => {})
  })
  afterAll(async () => {
    redis?.disconnect()
    fleet?.stop()
    await server?.stop()
  })

  test('survive the end of a process and of Redis, and none has two pairs that are good', async () => {
    const clients = Array.from({ length: CLIENTS }, () => new Client(fleet))
    for (const client of clients) await client.login()
    const running = clients.map((client) => client.run())
    const total = () => clients.reduce((sum, { pairs }) => sum + pairs.length, 0)
    const moreAfter = (count: number) => until('they go on', () => total() > count + 3 * CLIENTS)

    await moreAfter(total())
    await fleet.kill(1)
    await moreAfter(total())
    await server.kill()
    await sleep(500)
    await server.start()
    await moreAfter(total())
    for (const client of clients) client.end()
    await Promise.all(running)

    const statuses = clients.map((client) => client.statuses)
    const sum = (status: number) => statuses.reduce((all, each) => all + (each[status] ?? 0), 0)
    console.log({ 200: sum(200), 401: sum(401), 503: sum(503), broken: sum(0) }, fleet.events())
    expect(sum(503) + sum(0)).toBeGreaterThan(0)
    expect(sum(401)).toBe(0)

    const revocation = redisRevocationList(redis)
    await revocation.ready()
    const api = createVerifier({ issuer: ISSUER, audience: APP, keys: { jwks: fleet.jwks }, revocation })
    for (const { pairs } of clients) {
      const codes = pairs.map(({ access_token }) =>
        api.verify(access_token).then(
          () => 'good',
          ({ code }) => String(code),
        ),
      )
      const answers = await Promise.all(codes)
      expect(answers.filter((answer) => answer === 'good').length).toBeLessThanOrEqual(1)
      expect(new Set(answers.slice(0, -1))).toEqual(new Set(['token_revoked']))
    }
    for (const client of clients) expect(await client.refresh(0)).toBe(200)
    for (const { pairs } of clients) {
      const { refresh_token } = pairs[0] as Pair
      const replay = await fleet.post(2, '/refresh', { refresh_token, grant_type: 'refresh_token' })
      expect(replay.status).toBe(401)
    }
    for (const client of clients) expect(await client.refresh(3)).toBe(401)
    revocation.close()
  })
})
