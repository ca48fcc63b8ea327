import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { describeWithRedis } from '../../../packages/redis/test-support/find-redis.js'
import { startCluster } from '../../../packages/redis/test-support/redis-cluster.js'
import { MASTER_NAME, startSentinel } from '../../../packages/redis/test-support/redis-sentinel.js'
import { startRedis } from '../../../packages/redis/test-support/redis-server.js'
import { until } from '../../../packages/redis/test-support/until.js'
import { type Follower, startFollowers } from './followers.js'
import type { Driver, Place } from './service/connect.js'

const DRIVERS: readonly Driver[] = ['node-redis', 'ioredis']
const running: { stop(): unknown }[] = []
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop()
})

async function followers(...args: Parameters<typeof startFollowers>): Promise<readonly Follower[]> {
  const started = await startFollowers(...args)
  running.push(...started)
  return started
}
async function redis(): ReturnType<typeof startRedis> {
  const server = await startRedis({ appendonly: 'yes' })
  running.push(server)
  return server
}
const ids = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_none, at) => `${name}-${at}`)

/** Has processes revoke in turn; those tokens that Redis did not take are tried until it does. */
async function revokeInTurn(by: readonly Follower[], tokenIds: readonly string[]): Promise<void> {
  await Promise.all(
    tokenIds.map((id, at) =>
      until('Redis takes a revocation', async () => (await by[at % by.length]?.revoke(id)) === true),
    ),
  )
}

describeWithRedis('eight processes with one revocation list', () => {
  test('refuse in seven what was revoked in one: all of 1,000', async () => {
    const server = await redis()
    const [first, ...others] = await followers(8, 'node-redis', { port: server.port })
    const delays: number[] = []
    const revokedAt = new Map<string, number>()
    for (const id of ids('token', 1000)) {
      for (const other of others) other.watch(id)
      revokedAt.set(id, Date.now())
      expect(await first?.revoke(id)).toBe(true)
      await sleep(15)
    }
    await until('all are refused everywhere', () => others.every(({ refusedAt }) => refusedAt.size === 1000))
    for (const [id, at] of revokedAt)
      for (const { refusedAt } of others) delays.push((refusedAt.get(id) ?? NaN) - at)
    delays.sort((a, b) => a - b)
    console.log(
      `refused elsewhere after ${delays[delays.length >> 1]} ms (median), ${delays[Math.floor(delays.length * 0.99)]} ms (99 %), ${delays.at(-1)} ms (longest of ${delays.length})`,
    )
    expect(delays).toHaveLength(7000)
    expect(delays.every((delay) => delay < 30_000)).toBe(true)
  })

  test.each(DRIVERS)('miss nothing of what was revoked while one was away, with %s', async (driver) => {
    const server = await redis()
    const all = await followers(4, driver, { port: server.port }, { maxChanges: 100, maxSilence: 2 })
    const [away, ...others] = all
    const before = ids('before', 50)
    await revokeInTurn(all, before)
    away?.pause()
    const meanwhile = ids('meanwhile', 2000)
    for (let at = 0; at < meanwhile.length; at += 100)
      await revokeInTurn(others, meanwhile.slice(at, at + 100))
    await sleep(3000)
    away?.resume()
    for (const one of all) await one.refusesAll([...before, ...meanwhile])
  })

  test.each(DRIVERS)(
    'cannot tell while Redis hangs for long, and go on by themselves, with %s',
    async (driver) => {
      const server = await redis()
      const all = await followers(4, driver, { port: server.port }, { maxSilence: 1, timeout: 0.5 })
      await revokeInTurn(all, ids('before', 20))
      server.pause()
      const tried = ids('tried', 8)
      const taken = await Promise.all(tried.map((id, at) => all[at % all.length]?.revoke(id)))
      expect(taken).toEqual(tried.map(() => false))
      for (const one of all) await until('it cannot tell', async () => !(await one.canTell()))
      server.resume()
      for (const one of all) await one.refusesAll([...ids('before', 20), ...tried])
    },
  )

  test.each(DRIVERS)('give back to Redis all that it lost, with %s', async (driver) => {
    const server = await redis()
    const all = await followers(4, driver, { port: server.port })
    const tokens = ids('token', 3000)
    for (let at = 0; at < tokens.length; at += 100) await revokeInTurn(all, tokens.slice(at, at + 100))
    for (const one of all) await one.refusesAll(tokens)
    await server.kill()
    await server.forget()
    await server.start()
    const [late] = await followers(1, driver, { port: server.port }, { onEmpty: 'refuse' })
    await late?.refusesAll(tokens)
  })
})

describeWithRedis('on a Cluster of three', () => {
  describe.each(DRIVERS)('with %s', (driver) => {
    test('four processes go on when the node that has the list is killed and comes back', async () => {
      const cluster = await startCluster({ appendonly: 'yes' })
      running.push(cluster)
      const place: Place = { cluster: cluster.nodes.map(({ port }) => port) }
      const all = await followers(4, driver, place, { maxSilence: 1, timeout: 0.5 })
      await revokeInTurn(all, ids('before', 50))
      const owners = await Promise.all(cluster.nodes.map((node) => node.command('DBSIZE')))
      const owner = cluster.nodes[owners.findIndex((size) => size !== '0')]
      await owner?.kill()
      for (const one of all) await until('it cannot tell', async () => !(await one.canTell()))
      await owner?.start()
      await revokeInTurn(all, ids('after', 50))
      for (const one of all) await one.refusesAll([...ids('before', 50), ...ids('after', 50)])
    })
  })
})

describeWithRedis('behind a Sentinel', () => {
  describe.each(DRIVERS)('with %s', (driver) => {
    test('four processes give a replica that becomes master what it lacks', async () => {
      const servers = await startSentinel()
      running.push(servers)
      const place: Place = { sentinel: servers.sentinel.port, name: MASTER_NAME }
      const all = await followers(4, driver, place, { timeout: 0.5 })
      await revokeInTurn(all, ids('before', 50))
      servers.replica.pause()
      await servers.master.command('CLIENT', 'KILL', 'TYPE', 'replica')
      await revokeInTurn(all, ids('lost', 50))
      for (const one of all) await one.refusesAll([...ids('before', 50), ...ids('lost', 50)])
      await servers.master.kill()
      servers.replica.resume()
      await revokeInTurn(all, ids('after', 10))
      const [late] = await followers(1, driver, place, { onEmpty: 'refuse' })
      await late?.refusesAll([...ids('before', 50), ...ids('lost', 50), ...ids('after', 10)])
    })
  })
})
