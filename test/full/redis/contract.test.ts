import { replayStoreConformance } from '@meishi/core/testing'
import { redisReplayStore } from '@meishi/redis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeWithRedis } from '../../../packages/redis/test-support/find-redis.js'
import { type RedisCluster, startCluster } from '../../../packages/redis/test-support/redis-cluster.js'
import {
  MASTER_NAME,
  type RedisSentinel,
  startSentinel,
} from '../../../packages/redis/test-support/redis-sentinel.js'
import { type Connected, connectRedis, type Driver } from './service/connect.js'

const DRIVERS: readonly Driver[] = ['node-redis', 'ioredis']

describeWithRedis('on a Cluster of three', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startCluster()
  })
  afterAll(() => cluster?.stop())

  describe.each(DRIVERS)('with %s, the store keeps the contract:', (driver) => {
    let client: Connected
    beforeAll(async () => {
      client = await connectRedis(driver, { cluster: cluster.nodes.map(({ port }) => port) })
    })
    afterAll(() => client?.close())

    for (const { name, run } of replayStoreConformance(() => redisReplayStore(client.redis))) test(name, run)

    test('spreads its ids over all nodes', async () => {
      const store = redisReplayStore(client.redis, { prefix: driver })
      for (let id = 0; id < 100; id++) expect(await store.consume(String(id), Date.now() + 60_000)).toBe(true)
      for (const node of cluster.nodes) {
        const keys = await node.command('KEYS', `${driver}:*`)
        expect(keys.split('\n').length).toBeGreaterThan(10)
      }
    })
  })
})

describeWithRedis('behind a Sentinel', () => {
  let servers: RedisSentinel
  beforeAll(async () => {
    servers = await startSentinel()
  })
  afterAll(() => servers?.stop())

  describe.each(DRIVERS)('with %s, the store keeps the contract:', (driver) => {
    let client: Connected
    beforeAll(async () => {
      client = await connectRedis(driver, { sentinel: servers.sentinel.port, name: MASTER_NAME })
    })
    afterAll(() => client?.close())

    for (const { name, run } of replayStoreConformance(() => redisReplayStore(client.redis))) test(name, run)
  })
})
