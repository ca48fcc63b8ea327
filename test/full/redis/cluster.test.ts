import { createTestIssuer } from '@meishi/core/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeWithRedis } from '../../../packages/redis/test-support/find-redis.js'
import { type RedisCluster, startCluster } from '../../../packages/redis/test-support/redis-cluster.js'
import type { RedisServer } from '../../../packages/redis/test-support/redis-server.js'
import { type Fleet, startFleet } from './fleet.js'
import { type Load, startLoad } from './load.js'
import type { Driver } from './service/connect.js'

const DRIVERS: readonly Driver[] = ['node-redis', 'ioredis']

/** What is done to one node of three, and what makes it well again. */
const FAULTS: readonly (readonly [
  what: string,
  strike: (node: RedisServer) => Promise<void>,
  heal: (node: RedisServer) => Promise<void>,
])[] = [
  ['is killed', (node) => node.kill(), (node) => node.start()],
  ['hangs', async (node) => node.pause(), async (node) => node.resume()],
]

describeWithRedis('four processes under load, on a Cluster of three', () => {
  const issuer = createTestIssuer()
  let cluster: RedisCluster
  let fleet: Fleet
  let load: Load
  beforeAll(async () => {
    cluster = await startCluster({ appendonly: 'yes' })
  })
  afterAll(() => cluster?.stop())

  describe.each(DRIVERS)('with %s', (driver) => {
    beforeEach(async () => {
      fleet = await startFleet(driver, { cluster: cluster.nodes.map(({ port }) => port) }, issuer)
      load = startLoad(fleet.ports, () => issuer.mint())
      await load.recovered()
    })
    afterEach(async () => {
      await load?.finish()
      fleet?.stop()
    })

    test.each(FAULTS)(
      'the other nodes go on when one %s, and all go on when it is back',
      async (what, strike, heal) => {
        const node = cluster.nodes[1] as RedisServer
        await strike(node)
        await load.accepts(100)
        await load.recovered()
        await heal(node)
        const healedAt = performance.now()
        await load.recovered()
        const recovery = Math.round(performance.now() - healedAt)
        await load.finish()
        console.log(`${driver}, a node ${what}: recovered in ${recovery} ms`, load.ledger.counts())
        expect(load.ledger.judge()).toEqual({ acceptedTwice: [], refusedFirst: [], strange: [] })
        expect(load.ledger.counts()[503]).toBeGreaterThan(0)
      },
    )
  })
})
