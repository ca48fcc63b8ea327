import { replayStoreConformance } from '@meishi/core/testing'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { CLIENTS, type ConnectedClient } from '../test-support/clients.js'
import { describeWithRedis } from '../test-support/find-redis.js'
import { type RedisServer, startRedis } from '../test-support/redis-server.js'
import { redisReplayStore } from './redis-replay-store.js'

describeWithRedis('on one server', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server?.stop())

  describe.each(CLIENTS)('with $name, the store keeps the contract:', ({ connect }) => {
    let client: ConnectedClient
    beforeAll(async () => {
      client = await connect(server.port)
    })
    afterAll(() => client?.close())

    const createUnreachable = async () => {
      const gone = await connect(server.port)
      gone.close()
      return redisReplayStore(gone.redis)
    }
    const cases = replayStoreConformance(() => redisReplayStore(client.redis), { createUnreachable })
    for (const { name, run } of cases) test(name, run)
  })
})
