import { readFile } from 'node:fs/promises'
import { redisReplayStore } from '@meishi/redis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLIENTS } from '../../packages/redis/test-support/clients.js'
import { describeWithRedis } from '../../packages/redis/test-support/find-redis.js'
import { type RedisServer, startRedis } from '../../packages/redis/test-support/redis-server.js'

const README = new URL('../../packages/redis/README.md', import.meta.url)

describeWithRedis('the user that the README creates', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
    const [, command = ''] = /^ACL (SETUSER meishi .*)$/m.exec(await readFile(README, 'utf8')) ?? []
    await server.command('ACL', ...command.split(' '))
  })
  afterAll(() => server?.stop())

  test.each(CLIENTS)('is all that a store needs with $name', async ({ name, connect }) => {
    await server.command('ACL', 'LOG', 'RESET')
    const client = await connect(server.port, { username: 'meishi', password: 'secret' })
    const store = redisReplayStore(client.redis)
    const deadline = Date.now() + 60_000
    expect(await store.consume(name, deadline)).toBe(true)
    expect(await store.consume(name, deadline)).toBe(false)
    client.close()
    const log = await server.command('ACL', 'LOG')
    const denied = [...log.matchAll(/^object\n(.*)$/gm)].map(([, command]) => command)
    expect(denied.filter((command) => command !== 'client|setinfo')).toEqual([])
  })

  test('can do nothing else', async () => {
    const asUser = (...args: readonly string[]) =>
      server.command('--user', 'meishi', '--pass', 'secret', '--no-auth-warning', ...args)
    await expect(asUser('GET', 'meishi:1:replay:{a}')).rejects.toThrow(/NOPERM/)
    await expect(asUser('DEL', 'meishi:1:replay:{a}')).rejects.toThrow(/NOPERM/)
    await expect(asUser('SET', 'another', '1')).rejects.toThrow(/NOPERM/)
    await expect(asUser('CONFIG', 'GET', '*')).rejects.toThrow(/NOPERM/)
  })
})
