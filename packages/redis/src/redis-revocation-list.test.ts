import { revocationListConformance } from '@meishi/core/testing'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { CLIENTS, type ConnectedClient } from '../test-support/clients.js'
import { describeWithRedis } from '../test-support/find-redis.js'
import { type RedisServer, startRedis } from '../test-support/redis-server.js'
import { type RedisRevocationList, redisRevocationList } from './redis-revocation-list.js'

describeWithRedis('on one server', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server?.stop())

  describe.each(CLIENTS)('with $name, the list keeps the contract:', ({ connect }) => {
    let client: ConnectedClient
    let list: RedisRevocationList
    beforeAll(async () => {
      client = await connect(server.port)
      list = redisRevocationList(client.redis, { onEmpty: 'accept' })
      await list.ready()
    })
    afterAll(() => {
      list?.close()
      client?.close()
    })

    for (const { name, run } of revocationListConformance(() => list)) test(name, run)
  })
})
