import { sessionStoreConformance } from '@meishi/sessions/testing'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { CLIENTS, type ConnectedClient } from '../test-support/clients.js'
import { describeWithRedis } from '../test-support/find-redis.js'
import { type RedisServer, startRedis } from '../test-support/redis-server.js'
import { redisSessionStore } from './redis-session-store.js'

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

    for (const { name, run } of sessionStoreConformance(() => redisSessionStore(client.redis)))
      test(name, run)
  })
})
