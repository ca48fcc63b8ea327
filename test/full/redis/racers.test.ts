import { createAuthenticator, memoryReplayStore } from '@meishi/core'
import { createTestIssuer } from '@meishi/core/testing'
import { afterEach, expect, test } from 'vitest'
import { describeWithRedis } from '../../../packages/redis/test-support/find-redis.js'
import { startCluster } from '../../../packages/redis/test-support/redis-cluster.js'
import { startRedis } from '../../../packages/redis/test-support/redis-server.js'
import { startFleet } from './fleet.js'
import type { Driver } from './service/connect.js'

const issuer = createTestIssuer()
const TOKENS = Array.from({ length: 50 }, () => issuer.mint())
const ONE_EACH = TOKENS.map(() => 1)
const DRIVERS: readonly Driver[] = ['node-redis', 'ioredis']

const running: { stop(): unknown }[] = []
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop()
})

test('of 10,000 racers for 50 ids 50 win, in the memory of one process', async () => {
  const { issuer: name, audience, keys } = issuer
  const preventReplay = { store: memoryReplayStore() }
  const { authenticate } = createAuthenticator({ issuer: name, audience, keys, preventReplay })
  const wins = TOKENS.map(() => 0)
  const race = async (racer: number): Promise<void> => {
    const index = racer % TOKENS.length
    const { status } = await authenticate({ rawHeaders: ['Authorization', `Bearer ${TOKENS[index]}`] })
    if (status === 'authenticated') wins[index] = (wins[index] ?? 0) + 1
  }
  await Promise.all(Array.from({ length: 10_000 }, (_none, racer) => race(racer)))
  expect(wins).toEqual(ONE_EACH)
})

describeWithRedis('of 10,000 racers for 50 ids in four processes 50 win', () => {
  test.each(DRIVERS)('on Redis, with %s', async (driver) => {
    const server = await startRedis()
    running.push(server)
    const fleet = await startFleet(driver, { port: server.port }, issuer)
    running.push(fleet)
    expect(await fleet.race(TOKENS, 50)).toEqual(ONE_EACH)
  })

  test.each(DRIVERS)('on a Cluster, with %s', async (driver) => {
    const cluster = await startCluster()
    running.push(cluster)
    const fleet = await startFleet(driver, { cluster: cluster.nodes.map(({ port }) => port) }, issuer)
    running.push(fleet)
    expect(await fleet.race(TOKENS, 50)).toEqual(ONE_EACH)
  })
})
