import { createAuthenticator } from '@meishi/core'
import { createTestIssuer } from '@meishi/core/testing'
import { type RedisClient, redisReplayStore } from '@meishi/redis'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWithRedis } from '../../packages/redis/test-support/find-redis.js'
import { type RedisServer, startRedis } from '../../packages/redis/test-support/redis-server.js'

const { issuer, audience, keys, mint } = createTestIssuer()

/** A service of its own, as another process would be, and what becomes of a token there. */
function createService(client: RedisClient, prefix?: string): (token: string) => Promise<string> {
  const store = redisReplayStore(client, { ...(prefix !== undefined && { prefix }) })
  const { authenticate } = createAuthenticator({
    issuer,
    audience,
    keys,
    preventReplay: { store, timeout: 5 },
  })
  return async (token) => {
    const outcome = await authenticate({ rawHeaders: ['Authorization', `Bearer ${token}`] })
    return outcome.status === 'refused' ? outcome.error.code : outcome.status
  }
}

describeWithRedis('services on one Redis', () => {
  let server: RedisServer
  let nodeRedis: ReturnType<typeof createClient>
  let ioredis: Redis
  beforeAll(async () => {
    server = await startRedis()
    nodeRedis = createClient({ url: server.url, disableOfflineQueue: true })
    await nodeRedis.connect()
    ioredis = new Redis(server.url, { maxRetriesPerRequest: 0 })
  })
  afterAll(async () => {
    nodeRedis?.destroy()
    ioredis?.disconnect()
    await server?.stop()
  })

  test('with one prefix protect each other, whatever their clients are', async () => {
    const [orders, payments] = [createService(nodeRedis), createService(ioredis)]
    const [one, other] = [mint(), mint()]
    expect(await orders(one)).toBe('authenticated')
    expect(await payments(one)).toBe('jti_replayed')
    expect(await payments(other)).toBe('authenticated')
    expect(await orders(other)).toBe('jti_replayed')
  })

  test('with different prefixes do not', async () => {
    const [orders, payments] = [createService(nodeRedis, 'orders'), createService(nodeRedis, 'payments')]
    const token = mint()
    expect(await orders(token)).toBe('authenticated')
    expect(await payments(token)).toBe('authenticated')
    expect(await orders(token)).toBe('jti_replayed')
  })
})
