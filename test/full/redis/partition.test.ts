import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { describeWithRedis } from '../../../packages/redis/test-support/find-redis.js'
import { startPartition } from '../../../packages/redis/test-support/partition.js'
import { startRedis } from '../../../packages/redis/test-support/redis-server.js'
import { until } from '../../../packages/redis/test-support/until.js'
import { type Follower, startFollowers } from './followers.js'

const MINUTE = 60_000
const running: { stop(): unknown }[] = []
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop()
})

const ids = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_none, at) => `${name}-${at}`)

async function revokeAll(by: Follower, tokenIds: readonly string[]): Promise<void> {
  for (const id of tokenIds) expect(await by.revoke(id)).toBe(true)
}

describeWithRedis('seven processes that are cut off from Redis for a minute, and one that is not', () => {
  test('miss nothing of what was revoked meanwhile, on either side', { timeout: 300_000 }, async () => {
    const server = await startRedis({ appendonly: 'yes' })
    const network = await startPartition(server.port)
    running.push(server, { stop: () => network.close() })
    const behind = { port: network.port }
    const cutOff = [
      ...(await startFollowers(4, 'node-redis', behind)),
      ...(await startFollowers(3, 'ioredis', behind)),
    ]
    const [free] = await startFollowers(1, 'node-redis', { port: server.port })
    if (free === undefined) throw new Error('no process was started')
    running.push(...cutOff, free)
    await revokeAll(free, ids('before', 100))
    for (const one of cutOff) await one.refusesAll(ids('before', 100))

    network.begin()
    const begunAt = performance.now()
    await revokeAll(free, ids('there', 5000))
    const here = cutOff.map((_one, at) => `here-${at}`)
    const taken = await Promise.all(cutOff.map((one, at) => one.revoke(`here-${at}`)))
    expect(taken).toEqual(cutOff.map(() => false))
    await sleep(MINUTE - (performance.now() - begunAt))
    for (const one of cutOff) await until('it cannot tell any more', async () => !(await one.canTell()))
    network.end()

    const healedAt = performance.now()
    const everything = [...ids('before', 100), ...ids('there', 5000), ...here]
    for (const one of [...cutOff, free]) await one.refusesAll(everything)
    console.log(`all eight refused everything after ${Math.round(performance.now() - healedAt)} ms`)
  })
})
