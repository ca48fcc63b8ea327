import { redisSessionStore } from '@meishi/redis'
import { sessionStoreConformance } from '@meishi/sessions/testing'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { describeWithRedis } from '../../../packages/redis/test-support/find-redis.js'
import { type RedisCluster, startCluster } from '../../../packages/redis/test-support/redis-cluster.js'
import { type Connected, connectRedis, type Driver } from '../redis/service/connect.js'

const DRIVERS: readonly Driver[] = ['node-redis', 'ioredis']

describeWithRedis('on a Cluster of three', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startCluster()
  })
  afterAll(() => cluster?.stop())

  describe.each(DRIVERS)('with %s, the session store keeps the contract:', (driver) => {
    let client: Connected
    beforeAll(async () => {
      client = await connectRedis(driver, { cluster: cluster.nodes.map(({ port }) => port) })
    })
    afterAll(() => client?.close())

    for (const { name, run } of sessionStoreConformance(() => redisSessionStore(client.redis)))
      test(name, run)
  })
})
