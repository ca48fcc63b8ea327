import { createTestIssuer } from '@meishi/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeWithRedis } from '../../../packages/redis/test-support/find-redis.js'
import {
  MASTER_NAME,
  type RedisSentinel,
  startSentinel,
} from '../../../packages/redis/test-support/redis-sentinel.js'
import { type Fleet, startFleet } from './fleet.js'
import { type Load, startLoad } from './load.js'
import type { Driver } from './service/connect.js'

const DRIVERS: readonly Driver[] = ['node-redis', 'ioredis']

describeWithRedis('four processes under load, behind a Sentinel', () => {
  const issuer = createTestIssuer()
  let servers: RedisSentinel
  let fleet: Fleet
  let load: Load

  describe.each(DRIVERS)('with %s, when the master dies', (driver) => {
    beforeEach(async () => {
      servers = await startSentinel()
      fleet = await startFleet(driver, { sentinel: servers.sentinel.port, name: MASTER_NAME }, issuer)
      load = startLoad(fleet.ports, () => issuer.mint())
      await load.recovered()
      await load.accepts(100)
    })
    afterEach(async () => {
      await load?.finish()
      fleet?.stop()
      await servers?.stop()
    })

    test('go on with the replica, and what passes once more is only what it had not received', async () => {
      await servers.master.kill()
      const diedAt = performance.now()
      const sent = load.ledger.sent()
      await load.recovered()
      const recovery = Math.round(performance.now() - diedAt)
      await load.finish()
      const { acceptedTwice, ...others } = load.ledger.judge()
      console.log(`${driver}, failover: recovered in ${recovery} ms, ${acceptedTwice.length} passed twice`)
      expect(others).toEqual({ refusedFirst: [], strange: [] })
      expect(acceptedTwice.filter((token) => !sent.has(token))).toEqual([])
      expect(load.ledger.accepted(3)).toEqual([])
    })

    test('accept once more what the replica has not received, and nothing of what it has', async () => {
      const received = load.ledger.accepted()
      servers.replica.pause()
      await servers.master.command('CLIENT', 'KILL', 'TYPE', 'replica')
      const sentBefore = load.ledger.sent()
      await load.accepts(100)
      const accepted = load.ledger.accepted()
      await servers.master.kill()
      servers.replica.resume()
      await load.recovered()
      await load.finish()
      const { acceptedTwice, ...others } = load.ledger.judge()
      expect(others).toEqual({ refusedFirst: [], strange: [] })
      expect(acceptedTwice.filter((token) => received.includes(token))).toEqual([])
      const missed = accepted.filter((token) => !sentBefore.has(token))
      const usedUp = load.ledger.unavailable()
      const again = new Set(acceptedTwice)
      expect(missed.filter((token) => !again.has(token) && !usedUp.has(token))).toEqual([])
      expect(again.size).toBeGreaterThan(0)
    })
  })
})
