import { randomBytes } from 'node:crypto'
import { createIssuer, type Issuer } from '@meishi/issuer'
import { keyRingStoreConformance } from '@meishi/issuer/testing'
import { redisKeyRingStore } from '@meishi/redis'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { CLIENTS, type ConnectedClient } from '../../packages/redis/test-support/clients.js'
import { describeWithRedis } from '../../packages/redis/test-support/find-redis.js'
import { type RedisServer, startRedis } from '../../packages/redis/test-support/redis-server.js'

let count = 0
const newIssuer = (): string => `https://auth-${count++}.example.com`

describeWithRedis('key rings on one Redis', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server?.stop())

  describe.each(CLIENTS)('with $name', ({ connect }) => {
    let client: ConnectedClient
    const running: Issuer[] = []
    beforeAll(async () => {
      client = await connect(server.port)
    })
    afterEach(() => {
      for (const one of running.splice(0)) one.close()
    })
    afterAll(() => client?.close())

    const cases = keyRingStoreConformance(() => {
      const issuer = newIssuer()
      return () => redisKeyRingStore(client.redis, { issuer })
    })
    for (const { name, run } of cases) test(name, run)

    test('processes share one ring, and Redis sees no private key', async () => {
      const issuer = newIssuer()
      const sealingKeys = [randomBytes(32)]
      const start = async (): Promise<Issuer> => {
        const store = redisKeyRingStore(client.redis, { issuer })
        const created = await createIssuer({ issuer, algorithm: 'ES256', audience: 'a', store, sealingKeys })
        running.push(created)
        return created
      }
      const [one, two] = await Promise.all([start(), start()])
      expect(await two.jwks()).toEqual(await one.jwks())
      const keys = (await server.command('KEYS', 'meishi:1:key-ring:*')).split('\n')
      const dump = await Promise.all(keys.map((key) => server.command('HGETALL', key)))
      expect(dump.join()).toContain((await one.jwks()).keys[0]?.kid)
      expect(dump.join()).not.toMatch(/"d":/)
    })

    test('prefixes keep rings apart', async () => {
      const issuer = newIssuer()
      const [ours, theirs] = ['ours', 'theirs'].map((prefix) =>
        redisKeyRingStore(client.redis, { issuer, prefix }),
      )
      expect(await ours?.save({ version: 1, record: 'r', sealed: 's' }, 0)).toBe(true)
      expect(await theirs?.load()).toBeUndefined()
    })
  })
})

test.each([
  [{}, 'issuer: expected a string'],
  [{ issuer: '' }, 'issuer: expected a string'],
  [{ issuer: 'i', ttl: 5 }, 'ttl: is no option here'],
])('%j are no options', (options, message) => {
  expect(() => redisKeyRingStore({ sendCommand: async () => null }, options as never)).toThrow(message)
})
