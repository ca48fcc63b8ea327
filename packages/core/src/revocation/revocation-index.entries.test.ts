import { describe, expect, test } from 'vitest'
import type { JwtClaims } from '../token.js'
import { entryOf, resolveEntry } from './resolve-entry.js'
import { RevocationIndex } from './revocation-index.js'

const NOW = 1_700_000_000
const issuer = 'https://id.test'

function setUp(maxEntries = 1000) {
  const index = new RevocationIndex(maxEntries)
  const add = (entry: object, now = NOW): boolean =>
    index.add(resolveEntry({ issuer, ...entry }, now, 3600), now)
  const matches = (claims: object, now = NOW, keyId?: string): boolean =>
    index.matches(
      { token: { header: { alg: 'ES256' }, claims: { iss: issuer, ...claims } as JwtClaims }, keyId },
      now,
    )
  return { index, add, matches }
}

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `id-${index}`)

describe('an entry', () => {
  test('is held six minutes longer than its tokens, and no more', () => {
    const { add, matches } = setUp()
    add({ tokenId: 'a', expiresAt: NOW + 10 })
    expect(matches({ jti: 'a' }, NOW + 369.999)).toBe(true)
    expect(matches({ jti: 'a' }, NOW + 370)).toBe(false)
  })

  test('is known, and what it covers', () => {
    const { index, add } = setUp()
    const entry = { issuer, subject: 'a', issuedBefore: NOW, expiresAt: NOW + 10 }
    const has = (more: object): boolean => index.has(resolveEntry({ ...entry, ...more }, NOW, 3600))
    expect(has({})).toBe(false)
    add(entry)
    expect([has({}), has({ issuedBefore: NOW - 1 }), has({ expiresAt: NOW })]).toEqual([true, true, true])
    expect([
      has({ issuedBefore: NOW + 1 }),
      has({ expiresAt: NOW + 11 }),
      has({ issuedBefore: undefined }),
    ]).toEqual([false, false, false])
  })

  test('goes when it is removed, in both of its ways', () => {
    const { index, add, matches } = setUp()
    add({ subject: 'a' })
    add({ subject: 'a', expiresAt: NOW + 10 })
    expect(index.remove({ issuer, kind: 'subject', id: 'a' })).toBe(true)
    expect(index.remove({ issuer, kind: 'subject', id: 'a' })).toBe(false)
    expect([index.size, matches({ sub: 'a' })]).toEqual([0, false])
  })

  test('goes in one of its ways alone', () => {
    const { index, add, matches } = setUp()
    const [all, before] = [
      { subject: 'a', expiresAt: NOW + 10 },
      { subject: 'a', issuedBefore: NOW },
    ]
    const resolve = (entry: object) => resolveEntry({ issuer, ...entry }, NOW, 3600)
    for (const [order, gone, left] of [
      [[all, before], all, false],
      [[before, all], all, false],
      [[all, before], before, true],
      [[before, all], before, true],
    ] as const) {
      for (const entry of order) add(entry)
      index.removeOne(resolve(gone))
      expect([index.size, matches({ sub: 'a', iat: NOW + 1 }), matches({ sub: 'a', iat: NOW - 1 })]).toEqual([
        1,
        left,
        true,
      ])
      index.removeOne(resolve(gone))
      expect(index.size).toBe(1)
      index.removeOne(resolve(gone === all ? before : all))
      expect([index.size, matches({ sub: 'a', iat: NOW - 1 })]).toEqual([0, false])
    }
    index.removeOne(resolve({ tokenId: 'never held' }))
    index.removeOne(resolve({ issuer: 'https://never-held.test', tokenId: 'a' }))
    expect(index.size).toBe(0)
  })

  test('that has left is not counted when another of its target comes', () => {
    const { index, add } = setUp()
    add({ subject: 'a', expiresAt: NOW })
    add({ subject: 'a', issuedBefore: NOW }, NOW + 1000)
    expect([index.size, [...index.entries(NOW + 1000)].length]).toEqual([1, 1])
  })

  test('is listed while it is alive', () => {
    const { index, add } = setUp()
    const entries = [
      { issuer, tokenId: 'a', expiresAt: NOW + 10 },
      { issuer, keyId: 'k' },
      { issuer: null, subject: 's', issuedBefore: NOW, expiresAt: NOW + 10, reason: 'left' },
    ]
    for (const entry of entries) add(entry)
    const listed = (now: number): unknown[] => [...index.entries(now)].map(entryOf)
    expect(listed(NOW)).toHaveLength(3)
    expect(listed(NOW)).toEqual(expect.arrayContaining(entries))
    expect(listed(NOW + 370)).toEqual([entries[1]])
  })
})

describe('a full index', () => {
  test('refuses another entry and forgets none', () => {
    const { index, add, matches } = setUp(500)
    for (const id of ids(500)) expect(add({ tokenId: id })).toBe(true)
    expect(add({ tokenId: 'one more' })).toBe(false)
    expect(add({ subject: 'one more' })).toBe(false)
    expect(ids(500).filter((id) => !matches({ jti: id }))).toEqual([])
    expect(index.size).toBe(500)
  })

  test('still takes what prolongs an entry', () => {
    const { add, matches } = setUp(1)
    add({ tokenId: 'a', expiresAt: NOW + 10 })
    expect(add({ tokenId: 'a', expiresAt: NOW + 1000 })).toBe(true)
    expect(matches({ jti: 'a' }, NOW + 900)).toBe(true)
    expect(add({ tokenId: 'a', issuedBefore: NOW })).toBe(false)
  })

  test('has room again when one entry has left, wherever it is', () => {
    const { index, add } = setUp(100)
    for (const [at, id] of ids(100).entries())
      add({ tokenId: id, expiresAt: at === 77 ? NOW + 1 : NOW + 999 })
    expect(add({ subject: 'b' }, NOW + 360)).toBe(false)
    expect(add({ subject: 'b' }, NOW + 361)).toBe(true)
    expect(add({ subject: 'c' }, NOW + 361)).toBe(false)
    expect(index.size).toBe(100)
  })
})

test('entries leave while others arrive', () => {
  const { index, add } = setUp(100_000)
  for (const id of ids(2000)) add({ tokenId: id, expiresAt: NOW })
  for (const id of ids(2000)) add({ tokenId: `new-${id}` }, NOW + 500)
  expect(index.size).toBe(2000)
})
