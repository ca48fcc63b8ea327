import { setTimeout as sleep } from 'node:timers/promises'
import { createTestIssuer } from '@meishi/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeWithRedis } from '../../../packages/redis/test-support/find-redis.js'
import { type RedisServer, startRedis } from '../../../packages/redis/test-support/redis-server.js'
import { type Fleet, startFleet } from './fleet.js'
import { type Load, startLoad } from './load.js'
import type { Driver } from './service/connect.js'

const DRIVERS: readonly Driver[] = ['node-redis', 'ioredis']
const NOTHING_WRONG = { acceptedTwice: [], refusedFirst: [], strange: [] }

/** What is done to Redis while four processes use it, in the time that it takes, and what makes it well again. */
interface Fault {
  readonly name: string
  /** Whether some requests must have met the fault, or it may be over before one does. */
  readonly isFelt: boolean
  strike(server: RedisServer): Promise<unknown>
  readonly milliseconds: number
  heal(server: RedisServer): Promise<unknown>
}

const set = (name: string, value: string) => (server: RedisServer) =>
  server.command('CONFIG', 'SET', name, value)

const FAULTS: readonly Fault[] = [
  {
    name: 'killed and started with its data',
    isFelt: true,
    strike: (server) => server.kill(),
    milliseconds: 1000,
    heal: (server) => server.start(),
  },
  {
    name: 'stopped for ten seconds',
    isFelt: true,
    strike: async (server) => server.pause(),
    milliseconds: 10_000,
    heal: async (server) => server.resume(),
  },
  {
    name: 'cutting all connections, again and again',
    isFelt: false,
    async strike(server) {
      for (let cut = 0; cut < 20; cut++) {
        await server.command('CLIENT', 'KILL', 'TYPE', 'normal')
        await sleep(50)
      }
    },
    milliseconds: 0,
    heal: async () => {},
  },
  {
    name: 'out of memory',
    isFelt: true,
    strike: set('maxmemory', '1'),
    milliseconds: 1500,
    heal: set('maxmemory', '0'),
  },
  {
    name: 'read-only',
    isFelt: true,
    strike: (server) => server.command('REPLICAOF', '127.0.0.1', '1'),
    milliseconds: 1500,
    heal: (server) => server.command('REPLICAOF', 'NO', 'ONE'),
  },
]

describeWithRedis('four processes under load, with a Redis that is', () => {
  const issuer = createTestIssuer()
  let server: RedisServer
  let fleet: Fleet
  let load: Load

  describe.each(DRIVERS)('used by %s and', (driver) => {
    beforeEach(async () => {
      server = await startRedis({ appendonly: 'yes', appendfsync: 'everysec' })
      fleet = await startFleet(driver, { port: server.port }, issuer)
      load = startLoad(fleet.ports, () => issuer.mint())
      await load.recovered()
      await load.accepts(100)
    })
    afterEach(async () => {
      await load?.finish()
      fleet?.stop()
      await server?.stop()
    })

    test.each(FAULTS)('$name', async (fault) => {
      await fault.strike(server)
      await sleep(fault.milliseconds)
      await fault.heal(server)
      const healedAt = performance.now()
      await load.recovered()
      const recovery = Math.round(performance.now() - healedAt)
      await load.finish()
      console.log(`${driver}, ${fault.name}: recovered in ${recovery} ms`, load.ledger.counts())
      expect(load.ledger.judge()).toEqual(NOTHING_WRONG)
      if (fault.isFelt) expect(load.ledger.counts()[503]).toBeGreaterThan(0)
    })

    test('killed, and started without its data: what was accepted before passes once more, and nothing else', async () => {
      const before = load.ledger.accepted()
      await server.kill()
      await server.forget()
      const sent = load.ledger.sent()
      await server.start()
      await load.recovered()
      await load.finish()
      const { acceptedTwice, ...others } = load.ledger.judge()
      expect(others).toEqual({ refusedFirst: [], strange: [] })
      const usedUp = load.ledger.unavailable()
      const again = new Set(acceptedTwice)
      expect(before.filter((token) => !again.has(token) && !usedUp.has(token))).toEqual([])
      expect(again.size).toBeGreaterThan(0)
      expect(acceptedTwice.filter((token) => !sent.has(token))).toEqual([])
      expect(load.ledger.accepted(3)).toEqual([])
    })
  })
})
