import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis6'
import { createClient } from 'redis6'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type CuttingProxy, startCuttingProxy } from '../test-support/cutting-proxy.js'
import { describeWithRedis } from '../test-support/find-redis.js'
import { type RedisServer, startRedis } from '../test-support/redis-server.js'
import { until } from '../test-support/until.js'
import { redisReplayStore } from './redis-replay-store.js'

const newId = (): string => randomBytes(32).toString('base64url')
const soon = (): number => Date.now() + 60_000
const ignore = (): void => {}

describeWithRedis('an answer that is lost on its way', () => {
  let server: RedisServer
  let proxy: CuttingProxy
  beforeAll(async () => {
    server = await startRedis()
  })
  beforeEach(async () => {
    proxy = await startCuttingProxy(server.port)
  })
  afterEach(() => proxy?.close())
  afterAll(() => server?.stop())

  test('is no loss to a client that sends the command again: its own nonce tells that it has won', async () => {
    const client = new Redis(proxy.port, { retryStrategy: () => 1 })
    client.on('error', ignore)
    await client.ping()
    const store = redisReplayStore(client)
    await until('the servers were looked at', async () =>
      (await server.command('INFO', 'commandstats')).includes('cmdstat_info'),
    )
    await store.consume(newId(), soon())
    const id = newId()
    proxy.cutNextAnswer()
    expect(await store.consume(id, soon())).toBe(true)
    expect(await calls(server, 'set')).toBe(3)
    expect(await store.consume(id, soon())).toBe(false)
    client.disconnect()
  })

  test('is an outage to a client that does not, and the id is used', async () => {
    const client = createClient({
      socket: { port: proxy.port, reconnectStrategy: () => 1 },
      disableOfflineQueue: true,
    })
    client.on('error', ignore)
    await client.connect()
    const store = redisReplayStore({ sendCommand: (args: string[]) => client.sendCommand(args) })
    await store.consume(newId(), soon())
    await client.ping()
    const id = newId()
    proxy.cutNextAnswer()
    await expect(store.consume(id, soon())).rejects.toThrow('Socket closed unexpectedly')
    await until('it is connected again', () => client.isReady)
    expect(await store.consume(id, soon())).toBe(false)
    client.destroy()
  })
})

describeWithRedis('a server in trouble', () => {
  let server: RedisServer
  let client: Redis
  beforeEach(async () => {
    server = await startRedis()
    client = new Redis(server.port, { enableOfflineQueue: false, maxRetriesPerRequest: 0, lazyConnect: true })
    client.on('error', ignore)
    await client.connect()
  })
  afterEach(async () => {
    client?.disconnect()
    await server?.stop()
  })

  test('that answers when the deadline has passed has refused, whatever it says', async () => {
    const store = redisReplayStore(client)
    await store.consume(newId(), soon())
    const id = newId()
    const deadline = Date.now() + 300
    server.pause()
    const asked = store.consume(id, deadline)
    await until('the deadline has passed', () => Date.now() > deadline)
    server.resume()
    expect(await asked).toBe(false)
    expect(await server.command('EXISTS', `meishi:1:replay:{${id}}`)).toBe('0')
  })

  test.each([
    ['is full', ['CONFIG', 'SET', 'maxmemory', '1'], /^OOM /],
    ['has become a replica', ['REPLICAOF', '127.0.0.1', '1'], /^READONLY /],
    ['has lost the replicas that it needs', ['CONFIG', 'SET', 'min-replicas-to-write', '1'], /^NOREPLICAS /],
  ])('that %s is an outage, also for an id that it knows', async (_what, command, message) => {
    const store = redisReplayStore(client)
    const id = newId()
    expect(await store.consume(id, soon())).toBe(true)
    await server.command(...command)
    await expect(store.consume(newId(), soon())).rejects.toThrow(message)
    await expect(store.consume(id, soon())).rejects.toThrow(message)
  })

  test('that is gone is an outage', async () => {
    const store = redisReplayStore(client)
    await store.consume(newId(), soon())
    await server.kill()
    await expect(store.consume(newId(), soon())).rejects.toThrow(Error)
  })
})

/** How often the server was sent a command. */
async function calls(server: RedisServer, command: string): Promise<number> {
  const stats = await server.command('INFO', 'commandstats')
  return Number(new RegExp(`^cmdstat_${command}:calls=(\\d+)`, 'm').exec(stats)?.[1])
}
