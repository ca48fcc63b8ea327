import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { UnavailableError } from '@meishi/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { describeWithRedis } from '../test-support/find-redis.js'
import { type RedisServer, startRedis } from '../test-support/redis-server.js'
import {
  ISSUER,
  type Line,
  type ListOnALine,
  RevocationLists,
  revokeAll,
} from '../test-support/revocation-lists.js'
import { until } from '../test-support/until.js'
import type { RedisClient } from './redis-client.js'
import { redisRevocationList } from './redis-revocation-list.js'

const issuer = ISSUER
const RESET = 'MEISHI_REVOCATION_STORE_RESET'

describeWithRedis('a list', () => {
  let server: RedisServer
  let lists: RevocationLists
  const problems: unknown[] = []
  const note = (record: unknown): unknown => problems.push(record)
  beforeEach(async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    subscribe('meishi:store', note)
    server = await startRedis({ appendonly: 'yes' })
    lists = new RevocationLists(server.port)
  })
  afterEach(async () => {
    unsubscribe('meishi:store', note)
    problems.length = 0
    vi.restoreAllMocks()
    lists?.close()
    await server?.stop()
  })
  const resets = (): unknown[] => problems.filter((one) => (one as { code?: string }).code === RESET)
  /** Waits until what was revoked before has come back by the stream. */
  const heardOfAll = async ({ list }: ListOnALine): Promise<void> => {
    const before = performance.now()
    await until('it has asked since', () => list.status().lag < (performance.now() - before) / 1000)
  }
  const keyOf = (name: string): Promise<string> => server.command('KEYS', `*:${name}`)

  describe.each<Line>(['down', 'silent'])('whose line to Redis is %s', (line) => {
    test('answers from memory for a while, then cannot tell but of what it knows; and misses nothing in the end', async () => {
      const [away, other] = [await lists.ready({ maxSilence: 1, timeout: 0.5 }), await lists.ready()]
      await away.list.revoke({ issuer, tokenId: 'known' })
      away.line = line
      const missed = Array.from({ length: 50 }, (_, at) => `missed-${at}`)
      for (const tokenId of missed) await other.list.revoke({ issuer, tokenId })
      expect([away.ask('known'), away.ask('missed-1'), away.list.status().state]).toEqual([
        true,
        false,
        'live',
      ])
      await until('it is cut off', () => away.list.status().state === 'stale')
      expect(away.ask('known')).toBe(true)
      expect(away.ask('unknown')).toContain('the list in this process is stale')
      expect(away.list.status().lag).toBeGreaterThan(1)
      away.line = 'up'
      await until('it can tell again', () => away.ask('unknown') === false)
      expect(missed.filter((id) => away.ask(id) !== true)).toEqual([])
      await until('nothing is wrong any more', () => away.list.status().lastError === undefined)
      expect(resets()).toEqual([])
    })

    test('refuses here what Redis did not take, says so, and gives it to Redis later', async () => {
      const [away, other] = [await lists.ready({ timeout: 0.5 }), await lists.ready()]
      await away.list.revoke({ issuer, subject: 's', issuedBefore: 1000 })
      away.line = line
      const revoking = Promise.all(
        [{ tokenId: 'a' } as const, { subject: 's', issuedBefore: 2000 } as const].map((target) =>
          away.list.revoke({ issuer, ...target }).then(
            () => 'done',
            (error: unknown) => error,
          ),
        ),
      )
      for (const error of await revoking) expect(error).toBeInstanceOf(UnavailableError)
      expect([away.ask('a'), other.ask('a')]).toEqual([true, false])
      away.line = 'up'
      await until('the other refuses', () => other.ask('a') === true)
      const late = await lists.ready()
      const listed = []
      for await (const entry of late.list.entries()) listed.push(entry)
      expect(listed).toContainEqual(expect.objectContaining({ subject: 's', issuedBefore: 2000 }))
    })
  })

  test('that was away for longer than the changes are kept reads all of it, and drops what was taken back', async () => {
    const [away, other] = [await lists.ready(), await lists.ready({ maxChanges: 100 })]
    for (const tokenId of ['taken back', 'stays']) await other.list.revoke({ issuer, tokenId })
    await until('both are known', () => away.ask('stays') === true)
    away.line = 'down'
    await other.list.unrevoke({ issuer, tokenId: 'taken back' })
    const missed = Array.from({ length: 600 }, (_, at) => `missed-${at}`)
    await revokeAll(other, missed)
    expect(Number(await server.command('XLEN', await keyOf('changes')))).toBeLessThan(400)
    away.line = 'up'
    await until(
      'the last is known',
      () => away.ask('missed-599') === true && away.ask('taken back') === false,
    )
    expect(missed.filter((id) => away.ask(id) !== true)).toEqual([])
    expect([away.ask('stays'), other.ask('taken back')]).toEqual([true, false])
    expect(resets()).toEqual([])
  })

  test('drops of two entries of a target only the one that was taken back and not given again', async () => {
    const [away, other] = [await lists.ready(), await lists.ready({ maxChanges: 1 })]
    const block = { issuer, subject: 's', expiresAt: Date.now() / 1000 + 600 }
    const cut = { issuer, subject: 's', issuedBefore: 2000 }
    await away.list.revoke(block)
    away.line = 'down'
    await other.list.unrevoke({ issuer, subject: 's' })
    await other.list.revoke(cut)
    await revokeAll(
      other,
      Array.from({ length: 300 }, (_, at) => `${at}`),
    )
    away.line = 'up'
    await until('it has caught up', () => away.ask('299') === true)
    const isRevoked = (iat: number) =>
      away.list.isRevoked({
        token: { header: { alg: 'ES256' }, claims: { iss: issuer, sub: 's', iat } },
        keyId: undefined,
      })
    await until('the block is gone', () => isRevoked(2000) === false)
    expect(isRevoked(1999)).toBe(true)
  })

  describe('on a Redis that loses', () => {
    test('everything gives it back, together with the others, and says so once each', async () => {
      const [one, other] = [await lists.ready(), await lists.ready()]
      await one.list.revoke({ issuer, tokenId: 'a' })
      await other.list.revoke({ issuer, keyId: 'k' })
      await one.list.revoke({ issuer, tokenId: 'taken back' })
      await one.list.unrevoke({ issuer, tokenId: 'taken back' })
      await until(
        'both know both',
        () => one.list.status().entries === 2 && other.list.status().entries === 2,
      )
      await server.kill()
      await server.forget()
      await server.start()
      const late = lists.open({ onEmpty: 'refuse' })
      await late.list.ready()
      await until('all is back', () => late.list.status().entries === 2)
      expect([late.ask('a'), late.ask('taken back')]).toEqual([true, false])
      await until('both have noticed', () => resets().length === 2)
      expect(resets()[0]).toEqual({ event: 'problem', part: 'revocation', code: RESET })
      expect(process.emitWarning).toHaveBeenCalledWith(
        expect.stringContaining('Redis has lost revocations'),
        { code: RESET },
      )
      await one.list.revoke({ issuer, tokenId: 'b' })
      await until('changes arrive as before', () => other.ask('b') === true && late.ask('b') === true)
    })

    test('everything while nobody runs: a new process cannot tell', async () => {
      const gone = await lists.ready()
      await gone.list.revoke({ issuer, tokenId: 'a' })
      gone.list.close()
      await server.command('FLUSHALL')
      const late = lists.open({ onEmpty: 'refuse' })
      await until('it has tried', () => late.list.status().lastError !== undefined)
      expect(late.ask('a')).toContain('loading')
      expect(String(late.list.status().lastError)).toContain('an operator must confirm')
    })

    test('everything, more than can be told one by one', async () => {
      const [one, other] = [await lists.ready(), await lists.ready()]
      const ids = Array.from({ length: 2600 }, (_, at) => `id-${at}`)
      await revokeAll(one, ids)
      await until('both know all', () => other.list.status().entries === 2600)
      await server.command('FLUSHALL')
      const late = lists.open()
      await until(
        'a new one knows all',
        () => late.list.status().state === 'live' && late.list.status().entries === 2600,
      )
      expect(ids.filter((id) => late.ask(id) !== true)).toEqual([])
    })

    test('its last changes gives them back: as a replica does that lacks them and becomes master', async () => {
      const one = await lists.ready()
      await one.list.revoke({ issuer, tokenId: 'kept' })
      const before = await server.command('HKEYS', await keyOf('entries'))
      await one.list.revoke({ issuer, tokenId: 'lost' })
      await heardOfAll(one)
      one.line = 'down'
      const changes = await keyOf('changes')
      const [last = ''] = (await server.command('XREVRANGE', changes, '+', '-', 'COUNT', '1')).split('\n')
      const all = (await server.command('HKEYS', await keyOf('entries'))).split('\n')
      const lost = all.find((id) => id !== before) ?? ''
      await server.command('XDEL', changes, last)
      await server.command('HDEL', await keyOf('entries'), lost)
      await server.command('ZREM', await keyOf('leaves'), lost)
      expect((await lists.ready()).ask('lost')).toBe(false)
      one.line = 'up'
      await until('it is back', async () => (await server.command('HLEN', await keyOf('entries'))) === '2')
      expect((await lists.ready()).ask('lost')).toBe(true)
      expect(resets()).toHaveLength(1)
    })

    test('one entry unseen gives it back when all of it is compared', async () => {
      const one = await lists.ready({ reconcileInterval: 1 })
      await one.list.revoke({ issuer, tokenId: 'a' })
      await server.command('DEL', await keyOf('entries'), await keyOf('leaves'))
      await until('it is back', async () => (await lists.ready()).ask('a') === true)
    })
  })

  test('does not give back what was taken back meanwhile, whoever still holds it', async () => {
    const [away, other] = [await lists.ready({ maxSilence: 1 }), await lists.ready()]
    await away.list.revoke({ issuer, tokenId: 'a' })
    await until('both know it', () => other.ask('a') === true)
    away.line = 'down'
    await other.list.unrevoke({ issuer, tokenId: 'a' })
    await away.list.revoke({ issuer, tokenId: 'b' }).catch(() => {})
    away.line = 'up'
    await until('its own is given to the other', () => other.ask('b') === true)
    await until('it has dropped what was taken back', () => away.ask('a') === false)
    expect([other.ask('a'), (await lists.ready()).ask('a')]).toEqual([false, false])
  })

  test('cannot be made of entries that nobody can read', async () => {
    const one = await lists.ready()
    await one.list.revoke({ issuer, tokenId: 'a' })
    await server.command('HSET', await keyOf('entries'), 'x', 'nonsense')
    const late = lists.open()
    await until('it has tried', () => late.list.status().lastError !== undefined)
    expect(late.ask('b')).toContain('loading')
  })

  test('loses nothing where Redis has no memory left', async () => {
    const [one, other] = [await lists.ready(), await lists.ready()]
    await server.command('CONFIG', 'SET', 'maxmemory', '1')
    await one.list.revoke({ issuer, tokenId: 'a' }).catch(() => {})
    expect([one.ask('a'), one.ask('b')]).toEqual([true, false])
    await server.command('CONFIG', 'SET', 'maxmemory', '0')
    await until('the other refuses', () => other.ask('a') === true)
  })
})

describe('whatever a client does', () => {
  test.each<[what: string, sendCommand: () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
    ['rejects with nothing', () => Promise.reject()],
    ['never answers', () => new Promise(() => {})],
    ['answers with nothing', () => undefined],
    ['answers with nonsense', async () => ({ a: 1 })],
    ['answers with lists of nonsense', async () => [[null], [1]]],
  ])('that %s, the list cannot tell, and nothing is thrown elsewhere', async (_what, sendCommand) => {
    const list = redisRevocationList({ sendCommand } as RedisClient, { pollInterval: 0.02, timeout: 0.05 })
    const query = { token: { header: { alg: 'ES256' }, claims: { iss: issuer } }, keyId: undefined }
    await until('it has tried', () => list.status().lastError !== undefined)
    expect(() => list.isRevoked(query)).toThrow(UnavailableError)
    expect(list.status()).toMatchObject({ state: 'loading', entries: 0 })
    list.close()
  })
})

test('a list keeps no process alive', () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const before = timers()
  const list = redisRevocationList({ sendCommand: () => new Promise(() => {}) })
  expect(timers()).toBe(before)
  list.close()
})
