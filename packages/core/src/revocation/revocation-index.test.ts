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

describe('a token is meant', () => {
  test.each<[entry: object, claims: object]>([
    [{ tokenId: 'a' }, { jti: 'a' }],
    [{ sessionId: 'a' }, { sid: 'a' }],
    [{ groupId: 'a' }, { gid: 'a' }],
    [{ subject: 'a' }, { sub: 'a' }],
    [{ subject: '42' }, { sub: 42 }],
    [
      { issuer: null, tokenId: 'a' },
      { iss: undefined, jti: 'a' },
    ],
    [
      { subject: 'a', issuedBefore: NOW },
      { sub: 'a', iat: NOW - 0.001 },
    ],
    [
      { subject: 'a', issuedBefore: NOW },
      { sub: 'a', iat: undefined },
    ],
    [{ sessionId: '__proto__' }, { ['__proto__']: 1, sid: '__proto__' }],
  ])('by %o: %o', (entry, claims) => {
    const { add, matches } = setUp()
    add(entry)
    expect(matches(claims)).toBe(true)
  })

  test.each<[entry: object, claims: object]>([
    [{ tokenId: 'a' }, { jti: 'b', sid: 'a', gid: 'a', sub: 'a' }],
    [{ sessionId: 'a' }, { jti: 'a' }],
    [{ tokenId: 'a' }, {}],
    [{ tokenId: 'a' }, { jti: ['a'] }],
    [{ tokenId: 'a' }, { jti: { length: 3 } }],
    [{ tokenId: 'true' }, { jti: true }],
    [{ tokenId: 'a' }, { iss: 'https://other.test', jti: 'a' }],
    [{ tokenId: 'a' }, { iss: undefined, jti: 'a' }],
    [{ issuer: null, tokenId: 'a' }, { jti: 'a' }],
    [
      { subject: 'a', issuedBefore: NOW },
      { sub: 'a', iat: NOW },
    ],
    [{ keyId: 'a' }, { kid: 'a' }],
  ])('not by %o: %o', (entry, claims) => {
    const { add, matches } = setUp()
    add(entry)
    expect(matches(claims)).toBe(false)
  })

  test('by the key under which its signature held', () => {
    const { add, matches } = setUp()
    add({ keyId: 'a' })
    expect(matches({}, NOW, 'a')).toBe(true)
    expect(matches({}, NOW, 'b')).toBe(false)
    expect(matches({}, NOW)).toBe(false)
  })

  test('by its own claims, not by inherited ones', () => {
    const { index, add } = setUp()
    add({ tokenId: 'a' })
    const claims = Object.create({ iss: issuer, jti: 'a' })
    expect(index.matches({ token: { header: { alg: 'ES256' }, claims }, keyId: undefined }, NOW)).toBe(false)
  })
})

describe('two entries of one target', () => {
  const orders = [
    [0, 1],
    [1, 0],
  ]
  const inOrder = (entries: object[], order: number[]) => {
    const all = setUp()
    for (const at of order) all.add(entries[at] as object)
    return all
  }

  test.each(orders)('that are alike are one, for the longer of each (%d, %d)', (...order) => {
    const entries = [
      { subject: 'a', issuedBefore: NOW, expiresAt: NOW + 10 },
      { subject: 'a', issuedBefore: NOW - 50, expiresAt: NOW + 500 },
    ]
    const { index, matches } = inOrder(entries, order)
    expect(index.size).toBe(1)
    expect(matches({ sub: 'a', iat: NOW - 1 }, NOW + 800)).toBe(true)
    expect(matches({ sub: 'a', iat: NOW }, NOW)).toBe(false)
  })

  test.each(orders)('an instant and altogether stand beside each other (%d, %d)', (...order) => {
    const entries = [
      { subject: 'a', issuedBefore: NOW, expiresAt: NOW + 5000 },
      { subject: 'a', expiresAt: NOW + 10 },
    ]
    const { index, matches } = inOrder(entries, order)
    expect(index.size).toBe(2)
    expect(matches({ sub: 'a', iat: NOW + 1 }, NOW + 369)).toBe(true)
    expect(matches({ sub: 'a', iat: NOW + 1 }, NOW + 370)).toBe(false)
    expect(matches({ sub: 'a', iat: NOW - 1 }, NOW + 370)).toBe(true)
    expect(index.purge(NOW + 370)).toBe(1)
    expect([index.size, index.purge(NOW + 5359), index.purge(NOW + 5360), index.size]).toEqual([1, 0, 1, 0])
  })

  test('have the reason that was given last', () => {
    const { index, add } = setUp()
    add({ tokenId: 'a', reason: 'first' })
    add({ tokenId: 'a', reason: 'theft' })
    add({ tokenId: 'a' })
    expect([...index.entries(NOW)].map(({ reason }) => reason)).toEqual(['theft'])
  })
})

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
