import { memoryRevocationList } from '@meishi/core'
import { createIssuer } from '@meishi/issuer'
import { createSessions, memorySessionStore } from '@meishi/sessions'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWithRedis } from '../../packages/redis/test-support/find-redis.js'
import { type RedisServer, startRedis } from '../../packages/redis/test-support/redis-server.js'

type Connected = readonly [client: object, close: () => void]

const ignore = (): void => {}

async function connectIoredis(port: number): Promise<Connected> {
  const client = new Redis(port, { enableOfflineQueue: false, maxRetriesPerRequest: 0 })
  client.on('error', ignore)
  await new Promise<void>((resolve) => client.once('ready', () => resolve()))
  return [client, () => client.disconnect()]
}

const DRIVERS: readonly (readonly [name: string, connect: (port: number) => Promise<Connected>])[] = [
  ['ioredis', connectIoredis],
  [
    'node-redis',
    async (port) => {
      const client = createClient({ socket: { port }, disableOfflineQueue: true })
      client.on('error', ignore)
      await client.connect()
      return [client, () => void client.destroy()]
    },
  ],
]

describeWithRedis('limits of logins', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server?.stop())

  const open = async (redis: object, prefix: string) =>
    createSessions({
      issuer: await createIssuer({ issuer: 'https://auth.test', algorithm: 'ES256' }),
      store: memorySessionStore(),
      revocation: memoryRevocationList(),
      app: 'https://api.test',
      authenticate: (sub, password) => (password === 'right' ? { sub } : undefined),
      minimumLoginTime: 0,
      loginLimits: { redis, prefix, perUserAndAddress: 3 },
    })
  const attempt = (sessions: Awaited<ReturnType<typeof open>>, password = 'wrong') =>
    sessions.login({ user: 'alice', password, remoteAddress: '192.0.2.1' }).then(
      () => 200,
      ({ status }) => status,
    )

  test.each(DRIVERS)('count for all processes together, with %s', async (driver, connect) => {
    const [redis, close] = await connect(server.port)
    const [one, other] = [await open(redis, driver), await open(redis, driver)]
    expect(await attempt(one)).toBe(401)
    expect(await attempt(other)).toBe(401)
    expect(await attempt(one, 'right')).toBe(200)
    for (const sessions of [one, other, one]) expect(await attempt(sessions)).toBe(401)
    expect(await attempt(other, 'right')).toBe(429)
    const keys = await server.command('KEYS', `${driver}:1:login-*`)
    expect(keys.split('\n')).toHaveLength(3)
    expect(keys).not.toMatch(/alice|192\.0/)
    close()
  })

  test.each(DRIVERS)('count in each process while Redis is away, with %s', async (driver, connect) => {
    const own = await startRedis()
    const [redis, close] = await connect(own.port)
    const sessions = await open(redis, driver)
    expect(await attempt(sessions)).toBe(401)
    await own.kill()
    for (let failure = 0; failure < 3; failure++) expect(await attempt(sessions)).toBe(401)
    expect(await attempt(sessions, 'right')).toBe(429)
    close()
    await own.stop()
  })

  test('count in each process while Redis hangs', async () => {
    const own = await startRedis()
    const [redis, close] = await connectIoredis(own.port)
    const sessions = await open(redis, 'hangs')
    own.pause()
    for (let failure = 0; failure < 3; failure++) expect(await attempt(sessions)).toBe(401)
    expect(await attempt(sessions, 'right')).toBe(429)
    own.resume()
    close()
    await own.stop()
  })
})
