import cluster from 'node:cluster'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { ConfigurationError } from '../errors/configuration-error.js'
import { UnavailableError } from '../errors/unavailable-error.js'
import { manualClock, revocationListConformance } from '../testing.js'
import { type MemoryRevocationListOptions, memoryRevocationList } from './memory-revocation-list.js'
import type { RevocationEntry } from './revocation-entry.js'

describe('the contract', () => {
  for (const { name, run } of revocationListConformance(() => memoryRevocationList())) test(name, run)
})

const START = 1_700_000_000
const issuer = 'https://id.test'

function setUp(options: MemoryRevocationListOptions = {}) {
  const clock = manualClock(START)
  const list = memoryRevocationList({ clock, ...options })
  const isRevoked = (jti: string) =>
    list.isRevoked({ token: { header: { alg: 'ES256' }, claims: { iss: issuer, jti } }, keyId: undefined })
  const listed = async (): Promise<RevocationEntry[]> => {
    const entries = []
    for await (const entry of list.entries()) entries.push(entry)
    return entries
  }
  return { clock, list, isRevoked, listed }
}

test('answers at once', () => {
  expect(setUp().isRevoked('a')).toBe(false)
})

test('keeps an entry without an end for as long as a token may live, by the option or for seven days', async () => {
  for (const [options, life] of [
    [{}, 604_800],
    [{ maxTokenLifetime: 60 }, 60],
  ] as const) {
    const { clock, list, isRevoked } = setUp(options)
    await list.revoke({ issuer, tokenId: 'a' })
    clock.advance(life + 659)
    expect(isRevoked('a')).toBe(true)
    clock.advance(1)
    expect(isRevoked('a')).toBe(false)
  }
})

test('keeps it for ever where tokens may live for ever', async () => {
  const { clock, list, isRevoked } = setUp({ maxTokenLifetime: null })
  await list.revoke({ issuer, tokenId: 'a' })
  clock.advance(1e9)
  expect(isRevoked('a')).toBe(true)
})

test('a full list rejects with an outage that says why only in its cause', async () => {
  const { list, isRevoked } = setUp({ maxEntries: 1 })
  await list.revoke({ issuer, tokenId: 'a' })
  const error: unknown = await list.revoke({ issuer, tokenId: 'b' }).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UnavailableError)
  expect(error).toMatchObject({ part: 'revocation', cause: new Error('all 1 entries are alive') })
  expect([isRevoked('a'), isRevoked('b')]).toEqual([true, false])
})

test('what it holds can be listed, counted, purged and taken back', async () => {
  const { clock, list, isRevoked, listed } = setUp()
  await list.revoke({ issuer, tokenId: 'a', expiresAt: START + 10, reason: 'lost' })
  await list.revoke({ issuer, tokenId: 'b', expiresAt: START + 1000 })
  await list.revoke({ issuer, tokenId: 'c', expiresAt: START + 1000 })
  expect(await listed()).toHaveLength(3)
  expect(await listed()).toContainEqual({ issuer, tokenId: 'a', expiresAt: START + 10, reason: 'lost' })
  clock.advance(370)
  expect([await list.purge(), await list.purge(), await list.count()]).toEqual([1, 0, 2])
  expect(await list.unrevoke({ issuer, tokenId: 'b' })).toBe(true)
  expect(await list.unrevoke({ issuer, tokenId: 'b' })).toBe(false)
  expect([isRevoked('b'), isRevoked('c')]).toEqual([false, true])
  clock.advance(1000)
  expect([await list.count(), await listed()]).toEqual([0, []])
})

test('a malformed target is refused, not called unknown', async () => {
  await expect(setUp().list.unrevoke({ issuer } as never)).rejects.toThrow(ConfigurationError)
})

test('is always complete', async () => {
  const { list } = setUp()
  await list.revoke({ issuer, tokenId: 'a' })
  expect(list.status?.()).toEqual({ state: 'live', entries: 1, lag: 0 })
})

test.each([
  ['maxEntries', { maxEntries: 0 }],
  ['maxEntries', { maxEntries: 1.5 }],
  ['maxTokenLifetime', { maxTokenLifetime: -1 }],
  ['maxTokenLifetime', { maxTokenLifetime: Number.NaN }],
  ['clock', { clock: 0 }],
  ['ttl', { ttl: 1 }],
])('the option %s is checked: %o', (path, options) => {
  expect(() => memoryRevocationList(options as never)).toThrow(expect.objectContaining({ path }))
  expect(() => memoryRevocationList(options as never)).toThrow(ConfigurationError)
})

describe('in a cluster worker', () => {
  const { isWorker } = cluster
  afterEach(() => {
    Object.assign(cluster, { isWorker })
  })

  test('a warning says that the list is not shared', async () => {
    Object.assign(cluster, { isWorker: true })
    const warned = once(process, 'warning')
    memoryRevocationList()
    expect(await warned).toEqual([expect.objectContaining({ code: 'MEISHI_REVOCATION_NOT_SHARED' })])
  })
})
