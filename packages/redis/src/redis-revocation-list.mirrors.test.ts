import { ConfigurationError, UnavailableError } from '@meishi/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { describeWithRedis } from '../test-support/find-redis.js'
import { type RedisServer, startRedis } from '../test-support/redis-server.js'
import {
  ISSUER,
  type ListOnALine,
  queryOf,
  RevocationLists,
  revokeAll,
} from '../test-support/revocation-lists.js'
import { until } from '../test-support/until.js'
import { redisRevocationList } from './redis-revocation-list.js'

const issuer = ISSUER
const soon = (): number => Date.now() / 1000 + 600

describeWithRedis('lists on one Redis', () => {
  let server: RedisServer
  let lists: RevocationLists
  beforeEach(async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    server = await startRedis()
    lists = new RevocationLists(server.port)
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    lists?.close()
    await server?.stop()
  })
  const keys = async (pattern = '*'): Promise<string[]> =>
    (await server.command('KEYS', pattern)).split('\n').sort()

  test('learn of each other’s entries, and of what was taken back', async () => {
    const [one, other] = [await lists.ready(), await lists.ready()]
    await one.list.revoke({ issuer, tokenId: 'a' })
    expect(one.ask('a')).toBe(true)
    await until('the other refuses', () => other.ask('a') === true)
    expect(await other.list.unrevoke({ issuer, tokenId: 'a' })).toBe(true)
    expect(other.ask('a')).toBe(false)
    await until('the first lets pass', () => one.ask('a') === false)
    await other.list.revoke({ issuer, tokenId: 'a' })
    await until('the first refuses again', () => one.ask('a') === true)
    expect(await one.list.unrevoke({ issuer, tokenId: 'b' })).toBe(false)
  })

  test('know at start all that was ever entered, more than a page of it', async () => {
    const one = await lists.ready()
    const ids = Array.from({ length: 2500 }, (_, at) => `id-${at}`)
    await revokeAll(one, ids)
    const late = await lists.ready({ onEmpty: 'refuse' })
    expect(ids.filter((id) => late.ask(id) !== true)).toEqual([])
    expect([late.ask('id-2500'), await late.list.count()]).toEqual([false, 2500])
  })

  test('hold entries of every kind with their times, to the fraction', async () => {
    const one = await lists.ready()
    const entries = [
      {
        issuer,
        subject: 'ä\ud800"\n',
        issuedBefore: 1_700_000_000.123_456,
        expiresAt: soon() + 0.25,
        reason: 'left',
      },
      { issuer, keyId: 'k' },
      { issuer: null, sessionId: 's', expiresAt: 4e9 },
    ]
    for (const entry of entries) await one.list.revoke(entry)
    const late = await lists.ready()
    const listed = []
    for await (const entry of late.list.entries()) listed.push(entry)
    expect(listed).toHaveLength(3)
    expect(listed).toEqual(expect.arrayContaining(entries))
  })

  test('merge what two say of one target: the longer stays, whoever comes last', async () => {
    const one = await lists.ready()
    const end = soon()
    await one.list.revoke({ issuer, subject: 's', issuedBefore: 2000, expiresAt: end })
    await one.list.revoke({ issuer, subject: 's', issuedBefore: 1000.5, expiresAt: end + 5 })
    const late = await lists.ready()
    expect(late.list.isRevoked(queryOf({ sub: 's', iat: 1999 }))).toBe(true)
    expect(late.list.isRevoked(queryOf({ sub: 's', iat: 2000 }))).toBe(false)
    const listed = []
    for await (const entry of late.list.entries()) listed.push(entry)
    expect(listed).toEqual([{ issuer, subject: 's', issuedBefore: 2000, expiresAt: end + 5 }])
  })

  test('with another prefix are others', async () => {
    const [one, other] = [await lists.ready(), await lists.ready({ prefix: 'other' })]
    await one.list.revoke({ issuer, tokenId: 'a' })
    await other.list.revoke({ issuer, tokenId: 'b' })
    const late = await lists.ready({ prefix: 'other' })
    expect([late.ask('a'), late.ask('b')]).toEqual([false, true])
  })

  test('have all their keys in one slot, under names of this format', async () => {
    const one = await lists.ready()
    await one.list.revoke({ issuer, tokenId: 'a' })
    await one.list.unrevoke({ issuer, tokenId: 'a' })
    await one.list.revoke({ issuer, tokenId: 'b' })
    expect(await keys()).toEqual(
      ['changes', 'entries', 'leaves', 'marker', 'undone'].map((name) =>
        expect.stringMatching(new RegExp(`^meishi:1:revocation:\\{[\\w-]{8}\\}:${name}$`)),
      ),
    )
  })

  test('purge what has left, there and here', async () => {
    const one = await lists.ready()
    const past = Date.now() / 1000 - 1000
    await one.list.revoke({ issuer, tokenId: 'old', expiresAt: past })
    await one.list.revoke({ issuer, tokenId: 'new' })
    expect([one.ask('old'), one.ask('new')]).toEqual([false, true])
    expect(await one.list.purge()).toBe(1)
    expect([await one.list.purge(), await one.list.count()]).toEqual([0, 1])
    const [entries = ''] = await keys('*:entries')
    expect(await server.command('HLEN', entries)).toBe('1')
  })

  test('that are full take nothing new, and forget nothing', async () => {
    const one = await lists.ready({ maxEntries: 2 })
    const other = await lists.ready({ maxEntries: 2 })
    await one.list.revoke({ issuer, tokenId: 'a' })
    await other.list.revoke({ issuer, tokenId: 'b' })
    await until('both know both', () => one.ask('b') === true && other.ask('a') === true)
    const error: unknown = await one.list.revoke({ issuer, tokenId: 'c' }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UnavailableError)
    const roomy = await lists.ready({ maxEntries: 2 })
    await expect(roomy.list.revoke({ issuer, tokenId: 'd' })).rejects.toThrow(UnavailableError)
    expect([roomy.ask('a'), roomy.ask('b'), roomy.ask('c')]).toEqual([true, true, false])
  })

  test('make room in Redis by what has left', async () => {
    const one = await lists.ready({ maxEntries: 1 })
    await one.list.revoke({ issuer, tokenId: 'old', expiresAt: Date.now() / 1000 - 1000 })
    await one.list.revoke({ issuer, tokenId: 'new' })
    expect(one.ask('new')).toBe(true)
  })

  test('that hold less than Redis has cannot tell', async () => {
    const one = await lists.ready()
    for (const tokenId of ['a', 'b', 'c']) await one.list.revoke({ issuer, tokenId })
    const small = lists.open({ maxEntries: 2 })
    await until('it has tried', () => small.list.status().lastError !== undefined)
    expect(small.ask('unknown')).toContain('loading')
    expect(String(small.list.status().lastError)).toContain('all 2 entries are alive')
  })

  describe('on a Redis that has none', () => {
    test('cannot tell until somebody confirms that it is new; then all can', async () => {
      const [one, other] = [lists.open(), lists.open()]
      await until('it has tried', () => one.list.status().lastError !== undefined)
      expect(one.ask('a')).toContain('the list in this process is loading')
      expect(one.list.status()).toMatchObject({ state: 'loading', entries: 0, lag: Number.POSITIVE_INFINITY })
      await one.list.confirmEmpty()
      await Promise.all([one.list.ready(), other.list.ready()])
      expect([one.ask('a'), other.ask('a')]).toEqual([false, false])
      expect(one.list.status().lastError).toBeUndefined()
    })

    describe('say so', () => {
      const MISSING = expect.stringContaining('Redis has no revocation list')
      const code = 'MEISHI_REVOCATION_LIST_MISSING'
      beforeEach(() => {
        vi.useFakeTimers({ toFake: ['performance'] })
      })
      afterEach(() => {
        vi.useRealTimers()
      })
      const looked = ({ list }: ListOnALine): Promise<void> =>
        until('it has looked', () => list.status().lastError !== undefined)

      test('not where somebody confirms at once that it is new', async () => {
        const one = lists.open()
        await looked(one)
        await one.list.confirmEmpty()
        await one.list.ready()
        vi.advanceTimersByTime(60_001)
        expect(one.ask('a')).toContain('stale')
        await until('it was in contact', () => one.ask('a') === false)
        expect(process.emitWarning).not.toHaveBeenCalled()
      })

      test('once when that takes more than five seconds', async () => {
        const one = lists.open()
        await looked(one)
        vi.advanceTimersByTime(4999)
        await one.list.revoke({ issuer, tokenId: 'a' })
        expect(process.emitWarning).not.toHaveBeenCalled()
        vi.advanceTimersByTime(1)
        await until('it says so', () => vi.mocked(process.emitWarning).mock.calls.length > 0)
        expect(one.ask('b')).toContain('loading')
        expect(vi.mocked(process.emitWarning).mock.calls).toEqual([[MISSING, { code }]])
      })

      test('once when a request is refused for it', async () => {
        const one = lists.open()
        expect(one.ask('a')).toContain('loading')
        expect(process.emitWarning).not.toHaveBeenCalled()
        await looked(one)
        for (let times = 0; times < 2; times++) expect(one.ask('a')).toContain('loading')
        expect(vi.mocked(process.emitWarning).mock.calls).toEqual([[MISSING, { code }]])
      })
    })

    test('refuse at once what is revoked meanwhile', async () => {
      const one = lists.open()
      await one.list.revoke({ issuer, tokenId: 'a' })
      expect(one.ask('a')).toBe(true)
      expect(one.ask('b')).toContain('loading')
      const late = await lists.ready()
      expect([late.ask('a'), late.ask('b')]).toEqual([true, false])
    })
  })

  test('confirming a list that is there changes nothing', async () => {
    const one = await lists.ready()
    await one.list.revoke({ issuer, tokenId: 'a' })
    await one.list.confirmEmpty()
    expect((await lists.ready()).ask('a')).toBe(true)
  })

  test('that are closed cannot tell any more, but of what they know', async () => {
    const [one, never] = [await lists.ready(), lists.open()]
    await one.list.revoke({ issuer, tokenId: 'a' })
    const waiting = never.list.ready()
    for (const { list } of [one, one, never]) list.close()
    await expect(waiting).rejects.toThrow('the list was closed')
    await expect(never.list.ready()).rejects.toThrow('the list was closed')
    expect([one.ask('a'), one.list.status().state]).toEqual([true, 'closed'])
    expect(one.ask('b')).toContain('closed')
  })

  test('refuse a malformed entry without asking Redis', async () => {
    const one = await lists.ready()
    await expect(one.list.revoke({ issuer, tokenId: '' })).rejects.toThrow(ConfigurationError)
    await expect(one.list.unrevoke({ issuer } as never)).rejects.toThrow(ConfigurationError)
    expect(await keys('*:entries')).toEqual([''])
  })
})

test.each([
  ['maxEntries', { maxEntries: 0 }, 'a whole number from 1'],
  ['maxEntries', { maxEntries: 1.5 }, 'a whole number from 1'],
  ['pollInterval', { pollInterval: 0 }, 'a number from 0.02 to 10'],
  ['maxSilence', { maxSilence: Number.POSITIVE_INFINITY }, 'a number from 1 to 3600'],
  ['reconcileInterval', { reconcileInterval: '5' }, 'a number from 1 to 86400'],
  ['maxChanges', { maxChanges: -1 }, 'a whole number'],
  ['timeout', { timeout: null }, 'a number from 0.05 to 60'],
  ['maxTokenLifetime', { maxTokenLifetime: -1 }, 'a number from 0'],
  ['onEmpty', { onEmpty: 'create' }, 'one of refuse, accept'],
  ['prefix', { prefix: 'a b' }, 'without spaces'],
  ['ttl', { ttl: 1 }, 'is no option here'],
])('the option %s is checked: %o', (path, options, part) => {
  const make = () => redisRevocationList({ sendCommand: async () => null }, options as never)
  expect(make).toThrow(ConfigurationError)
  expect(make).toThrow(expect.objectContaining({ path, message: expect.stringContaining(part) }))
})
