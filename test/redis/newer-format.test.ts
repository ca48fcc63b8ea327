import { createAuthenticator } from '@meishi/core'
import { createTestIssuer } from '@meishi/core/testing'
import { redisKeyRingStore, redisReplayStore, redisRevocationList, redisSessionStore } from '@meishi/redis'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { describeWithRedis } from '../../packages/redis/test-support/find-redis.js'
import { type RedisServer, startRedis } from '../../packages/redis/test-support/redis-server.js'
import { until } from '../../packages/redis/test-support/until.js'

const { issuer, audience, keys, mint } = createTestIssuer()
const NEWER = 'Redis has records of a format newer than 1 (meishi:format)'

describeWithRedis('on a Redis where a newer format is in use', () => {
  let server: RedisServer
  let client: Redis
  const warn = vi.fn()
  beforeEach(async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(warn)
    server = await startRedis()
    await server.command('SET', 'meishi:format', '2')
    client = new Redis(server.port, {
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      lazyConnect: true,
    })
    await client.connect()
  })
  afterEach(async () => {
    warn.mockReset()
    vi.restoreAllMocks()
    client?.disconnect()
    await server?.stop()
  })
  const authenticate = (prefix?: string) => {
    const store = redisReplayStore(client, { ...(prefix !== undefined && { prefix }) })
    const handle = createAuthenticator({ issuer, audience, keys, preventReplay: { store } })
    return handle.authenticate({ rawHeaders: ['Authorization', `Bearer ${mint()}`] })
  }

  test('a token cannot be checked, and only the log says why', async () => {
    for (let times = 0; times < 2; times++)
      await expect(authenticate()).rejects.toMatchObject({ status: 503, cause: { message: NEWER } })
    expect(await server.command('KEYS', '*')).toBe('meishi:format')
    expect(warn).toHaveBeenCalledOnce()
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('update this service'), {
      code: 'MEISHI_REDIS_NEWER_FORMAT',
    })
  })

  test('a list cannot tell', async () => {
    const list = redisRevocationList(client, { onEmpty: 'accept', pollInterval: 0.02 })
    await until('it has tried', () => list.status().lastError !== undefined)
    expect(list.status()).toMatchObject({ state: 'loading', lastError: { message: NEWER } })
    await expect(list.revoke({ issuer, tokenId: 'a' })).rejects.toMatchObject({ status: 503 })
    list.close()
  })

  test('keys and sessions stay as they are', async () => {
    const ring = redisKeyRingStore(client, { issuer })
    await expect(ring.load()).rejects.toThrow(NEWER)
    await expect(ring.save({ version: 1, record: 'r', sealed: 's' }, 0)).rejects.toThrow(NEWER)
    await expect(redisSessionStore(client).get('a')).rejects.toThrow(NEWER)
  })

  test('another prefix is not concerned', async () => {
    expect(await authenticate('other')).toMatchObject({ status: 'authenticated' })
  })
})
