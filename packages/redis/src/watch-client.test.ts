import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Redis } from 'ioredis6'
import { createClient } from 'redis6'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeWithRedis } from '../test-support/find-redis.js'
import { type RedisServer, startRedis } from '../test-support/redis-server.js'
import { until } from '../test-support/until.js'
import { redisReplayStore } from './redis-replay-store.js'

const UNQUEUED = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  lazyConnect: true,
} as const
const soon = (): number => Date.now() + 60_000

let warnings: (Error & { code?: string })[]
const listen = (warning: Error): void => void warnings.push(warning)
const codes = (): (string | undefined)[] => warnings.map(({ code }) => code)
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

beforeEach(() => {
  warnings = []
  process.on('warning', listen)
})
afterEach(() => {
  process.off('warning', listen)
})

test.each([
  ['ioredis as it comes', () => new Redis({ lazyConnect: true }), /enableOfflineQueue: false, autoResend/],
  [
    'ioredis that sends again',
    () => new Redis({ ...UNQUEUED, autoResendUnfulfilledCommands: true }),
    /\(set autoResendUnfulfilledCommands: false\)/,
  ],
  ['node-redis as it comes', () => createClient(), /\(set disableOfflineQueue: true\)/],
])('%s is advised, once', async (_what, create, advice) => {
  const client = create()
  redisReplayStore(client)
  redisReplayStore(client)
  await nextTurn()
  expect(codes()).toEqual(['MEISHI_REDIS_QUEUES'])
  expect(warnings[0]?.message).toMatch(advice)
})

test.each([
  ['ioredis', () => new Redis(UNQUEUED)],
  [
    'ioredis without retries',
    () => new Redis({ lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 0 }),
  ],
  ['node-redis', () => createClient({ disableOfflineQueue: true })],
  ['a client whose options cannot be seen', () => ({ sendCommand: () => Promise.resolve('OK') })],
])('%s that neither queues nor sends again is not', async (_what, create) => {
  redisReplayStore(create())
  await nextTurn()
  expect(codes()).toEqual([])
})

test.each([
  ['that is too old', 'redis_version:6.0.16', 'MEISHI_REDIS_TOO_OLD'],
  ['whose clock is ahead', `server_time_usec:${(Date.now() + 300_000) * 1000}`, 'MEISHI_REDIS_CLOCK'],
])('a server %s is reported', async (_what, line, code) => {
  const client = {
    isReady: true,
    sendCommand: async ([command]: string[]) => (command === 'INFO' ? `# Server\r\n${line}\r\n` : 'OK'),
  }
  redisReplayStore(client)
  await until('it was looked at', () => warnings.length > 0)
  expect(codes()).toEqual([code])
})

describeWithRedis('the server', () => {
  let server: RedisServer
  let client: Redis
  const connect = (options = {}): Promise<void> => {
    client = new Redis(server.port, { ...UNQUEUED, ...options })
    return client.connect()
  }
  beforeEach(async () => {
    server = await startRedis()
  })
  afterEach(async () => {
    client?.disconnect()
    await server?.stop()
  })

  test('that may evict keys is reported, as a warning and on the channel', async () => {
    const records: unknown[] = []
    const tell = (record: unknown): void => void records.push(record)
    subscribe('meishi:store', tell)
    await server.command('CONFIG', 'SET', 'maxmemory-policy', 'volatile-ttl')
    await connect()
    redisReplayStore(client)
    await until('it was looked at', () => records.length > 0)
    unsubscribe('meishi:store', tell)
    await nextTurn()
    expect(codes()).toEqual(['MEISHI_REDIS_EVICTS'])
    expect(warnings[0]?.message).toMatch(/noeviction \(it is volatile-ttl\)$/)
    expect(records).toEqual([{ event: 'problem', part: 'replay', code: 'MEISHI_REDIS_EVICTS' }])
  })

  test('is looked at when the client has connected, if it had not yet', async () => {
    await server.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    client = new Redis(server.port, UNQUEUED)
    const store = redisReplayStore(client)
    await client.connect()
    await store.consume('id', soon())
    await until('it was looked at', () => warnings.length > 0)
    expect(codes()).toEqual(['MEISHI_REDIS_EVICTS'])
  })

  test('that is as it should be is not reported, nor one that the user may not ask', async () => {
    await connect()
    redisReplayStore(client)
    await server.command(
      'ACL',
      'SETUSER',
      'replay',
      'on',
      '>pw',
      '~meishi:1:replay:*',
      '~meishi:format',
      'resetchannels',
      '+set',
      '+getex',
    )
    const restricted = new Redis(server.port, {
      ...UNQUEUED,
      username: 'replay',
      password: 'pw',
      enableReadyCheck: false,
    })
    await restricted.connect()
    const store = redisReplayStore(restricted)
    expect(await store.consume('id', soon())).toBe(true)
    expect(await store.consume('id', soon())).toBe(false)
    expect(await server.command('ACL', 'LOG')).toMatch(/info/)
    restricted.disconnect()
    expect(codes()).toEqual([])
  })
})
