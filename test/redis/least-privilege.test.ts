import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CLIENTS } from '../../packages/redis/test-support/clients.js'
import { describeWithRedis } from '../../packages/redis/test-support/find-redis.js'
import { type RedisServer, startRedis } from '../../packages/redis/test-support/redis-server.js'
import { EXERCISES } from './exercises.js'
import { carriedOut, createUser, denied, rightsFor, STORE_OF, USER } from './rights.js'

/** What Redis 7.2 asks for besides, and drivers do without. */
const OPTIONAL = 'client|setinfo'

describeWithRedis('the user that the README creates', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server?.stop())

  describe.each(EXERCISES)('for the store of kind $kind', ({ kind, run }) => {
    const rights = [...rightsFor('for every store'), ...rightsFor(STORE_OF[kind])]
    beforeAll(async () => {
      await createUser(server, rights)
      await server.command('CONFIG', 'RESETSTAT')
    })

    test.each(CLIENTS)('may do all that it needs with $name', { timeout: 60_000 }, async ({ connect }) => {
      await server.command('FLUSHALL')
      await server.command('ACL', 'LOG', 'RESET')
      const client = await connect(server.port, USER)
      try {
        await run(client.redis, () => server.command('FLUSHALL'))
      } finally {
        client.close()
      }
      expect((await denied(server)).filter((command) => command !== OPTIONAL)).toEqual([])
    })

    test('may do nothing that it does not need', async () => {
      const used = await carriedOut(server)
      const given = rightsFor(STORE_OF[kind]).filter((right) => right.startsWith('+'))
      expect(given.filter((right) => !used.has(right))).toEqual([])
    })

    test.each([
      ['DEL', 'meishi:1:replay:{a}'],
      ['SET', 'another', '1'],
      ['GETEX', 'another:1:replay:{a}'],
      ['CONFIG', 'GET', '*'],
      ['KEYS', '*'],
      ['FLUSHALL'],
    ])('may not %s %s', async (...command) => {
      const { username, password } = USER
      const words = ['--user', username, '--pass', password, '--no-auth-warning', ...command]
      await expect(server.command(...words)).rejects.toThrow(/NOPERM/)
    })
  })
})
