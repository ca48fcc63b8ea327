import { describe, expect, test } from 'vitest'
import type { JwtClaims } from '../token.js'
import { resolveEntry } from './resolve-entry.js'
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
