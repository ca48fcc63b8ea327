import { redisReplayStore } from '@meishi/redis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWithRedis } from '../../../packages/redis/test-support/find-redis.js'
import { type RedisCluster, startCluster } from '../../../packages/redis/test-support/redis-cluster.js'
import {
  MASTER_NAME,
  type RedisSentinel,
  startSentinel,
} from '../../../packages/redis/test-support/redis-sentinel.js'
import type { RedisServer } from '../../../packages/redis/test-support/redis-server.js'
import { EXERCISES } from '../../redis/exercises.js'
import { carriedOut, createUser, denied, rightsFor, STORE_OF, USER } from '../../redis/rights.js'
import { connectRedis, type Driver, type Place } from './service/connect.js'

const DRIVERS: readonly Driver[] = ['node-redis', 'ioredis']
/** What Redis 7.2 asks for besides, and drivers do without. */
const OPTIONAL = 'client|setinfo'

/** All that users of the store may do here, on every server. */
async function allow(
  servers: readonly RedisServer[],
  kind: keyof typeof STORE_OF,
  ...purposes: readonly string[]
) {
  const rights = ['for every store', STORE_OF[kind], ...purposes].flatMap(rightsFor)
  for (const server of servers) await createUser(server, rights)
}
const all = async <Found>(
  servers: readonly RedisServer[],
  look: (server: RedisServer) => Promise<Iterable<Found>>,
) => (await Promise.all(servers.map(look))).flatMap((found) => [...found])

/** Has every store do everything, and expects that nothing was denied. */
async function exercise(
  masters: readonly RedisServer[],
  servers: readonly RedisServer[],
  driver: Driver,
  place: Place,
  ...purposes: readonly string[]
) {
  const flush = () => Promise.all(masters.map((server) => server.command('FLUSHALL')))
  for (const { kind, run } of EXERCISES) {
    await allow(servers, kind, ...purposes)
    const client = await connectRedis(driver, place, USER)
    try {
      await run(client.redis, flush)
    } finally {
      client.close()
    }
    expect((await all(servers, denied)).filter((what) => what !== OPTIONAL)).toEqual([])
    await flush()
  }
}

describeWithRedis('the user that the README creates, in a Cluster with a replica,', () => {
  const purpose = 'in a Cluster'
  let cluster: RedisCluster
  let nodes: readonly RedisServer[]
  let place: Place
  beforeAll(async () => {
    cluster = await startCluster()
    const replica = await cluster.addReplica()
    nodes = [...cluster.nodes, replica]
    place = { cluster: nodes.map(({ port }) => port) }
  })
  afterAll(() => cluster?.stop())

  test.each(DRIVERS)('may do all that it needs with %s', { timeout: 30_000 }, async (driver) => {
    await exercise(cluster.nodes, nodes, driver, place, purpose)
  })

  test.each(DRIVERS)('may follow a slot that is being moved with %s', { timeout: 30_000 }, async (driver) => {
    await allow(nodes, 'replay', purpose)
    const client = await connectRedis(driver, place, USER)
    try {
      const store = redisReplayStore(client.redis)
      const id = `moved with ${driver}`
      expect(await store.consume(driver, Date.now() + 60_000)).toBe(true)
      await moveSlot(cluster.nodes, `meishi:1:replay:{${id}}`)
      expect(await store.consume(id, Date.now() + 60_000)).toBe(true)
      expect(await store.consume(id, Date.now() + 60_000)).toBe(false)
    } finally {
      client.close()
    }
    expect((await all(nodes, denied)).filter((what) => what !== OPTIONAL)).toEqual([])
  })

  test('may do nothing for the Cluster that no driver needs', async () => {
    const used = new Set(await all(nodes, carriedOut))
    expect(rightsFor(purpose).filter((right) => !used.has(right))).toEqual([])
  })
})

describeWithRedis('the user that the README creates, behind a Sentinel,', () => {
  let servers: RedisSentinel
  beforeAll(async () => {
    servers = await startSentinel()
  })
  afterAll(() => servers?.stop())

  test.each(DRIVERS)('may do all that it needs with %s', async (driver) => {
    const place: Place = { sentinel: servers.sentinel.port, name: MASTER_NAME }
    await exercise([servers.master], [servers.master], driver, place)
  })
})

/** Begins to move the slot of a key to another master: a key that is not there yet is to be asked for at the other. */
async function moveSlot(masters: readonly RedisServer[], key: string): Promise<void> {
  const slot = (await masters[0]?.command('CLUSTER', 'KEYSLOT', key)) ?? ''
  const owners = await Promise.all(
    masters.map((master) => master.command('EXISTS', key).then(Boolean, () => false)),
  )
  const from = masters[owners.indexOf(true)]
  const to = masters.find((master) => master !== from)
  const idOf = async (server?: RedisServer): Promise<string> =>
    (await server?.command('CLUSTER', 'MYID')) ?? ''
  await to?.command('CLUSTER', 'SETSLOT', slot, 'IMPORTING', await idOf(from))
  await from?.command('CLUSTER', 'SETSLOT', slot, 'MIGRATING', await idOf(to))
}
