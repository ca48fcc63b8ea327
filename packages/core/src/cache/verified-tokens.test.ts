import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { headerFacts } from '../jose/header-facts.js'
import type { VerificationKey } from '../jose/verification-key.js'
import { createProof, type Proof } from './proof.js'
import { createCache, createVerifiedTokens } from './verified-tokens.js'

const partition = {}
const key = {} as VerificationKey
const NOW = 1_000_000

function proofOf(text: string, { exp = NOW + 300, under = partition } = {}): Proof {
  const header = { alg: 'ES256' }
  return createProof(text, { header, claims: { exp } }, headerFacts(header), key, undefined, under)
}

/** A text that ends in its number. */
const textOf = (index: number, length = 400): string => String(index).padStart(length, 'x')

describe('a proof', () => {
  test('is found by exactly its text', () => {
    const cache = createVerifiedTokens()
    const proof = proofOf(textOf(1))
    cache.add(proof, undefined, NOW)
    expect(cache.get(textOf(1), partition)).toEqual(proof)
    expect(cache.get(textOf(2), partition)).toBeUndefined()
  })

  test('is not found by another text that ends alike', () => {
    const cache = createVerifiedTokens()
    cache.add(proofOf(textOf(1)), undefined, NOW)
    expect(cache.get(`y${textOf(1).slice(1)}`, partition)).toBeUndefined()
    expect(cache.get(`x${textOf(1)}`, partition)).toBeUndefined()
    expect(cache.get(textOf(1).slice(1), partition)).toBeUndefined()
  })

  test('proves nothing under other keys', () => {
    const cache = createVerifiedTokens()
    cache.add(proofOf(textOf(1)), undefined, NOW)
    expect(cache.get(textOf(1), {})).toBeUndefined()
  })

  test.each([
    [4096, 1],
    [4097, 0],
  ])('of a token of %s characters is kept: %s', (length, entries) => {
    const cache = createVerifiedTokens()
    cache.add(proofOf(textOf(1, length)), undefined, NOW)
    expect(cache.entries).toBe(entries)
  })

  test('added twice takes the space of one', () => {
    const cache = createVerifiedTokens()
    cache.add(proofOf(textOf(1)), 'a', NOW)
    const { bytes } = cache
    cache.add(proofOf(textOf(1)), 'a', NOW)
    expect([cache.entries, cache.bytes]).toEqual([1, bytes])
  })
})

describe('bounds', () => {
  test('in entries: the least used goes', () => {
    const cache = createVerifiedTokens({ maxEntries: 3 })
    for (const index of [1, 2, 3]) cache.add(proofOf(textOf(index)), undefined, NOW)
    cache.get(textOf(1), partition)
    cache.add(proofOf(textOf(4)), undefined, NOW)
    expect(cache.entries).toBe(3)
    expect([1, 2, 3, 4].filter((index) => cache.get(textOf(index), partition) !== undefined)).toEqual([
      1, 3, 4,
    ])
  })

  test('in bytes, which count more than the characters', () => {
    const cache = createVerifiedTokens({ maxBytes: 10_000 })
    for (let index = 0; index < 100; index++) cache.add(proofOf(textOf(index)), undefined, NOW)
    expect(cache.bytes).toBeLessThanOrEqual(10_000)
    expect(cache.bytes).toBeGreaterThan(cache.entries * 400)
    expect(cache.entries).toBeGreaterThan(0)
    expect(cache.get(textOf(99), partition)).toBeDefined()
  })

  test('what is larger than the whole cache is not kept and drives nothing out', () => {
    const cache = createVerifiedTokens({ maxBytes: 5000 })
    cache.add(proofOf(textOf(1)), undefined, NOW)
    cache.add(proofOf(textOf(2, 4000)), undefined, NOW)
    expect(cache.entries).toBe(1)
  })
})

describe('one of several issuers', () => {
  const fill = (options: object, count = 200) => {
    const cache = createVerifiedTokens(options)
    cache.add(proofOf('other-'.padEnd(400, 'o')), 'other', NOW)
    for (let index = 0; index < count; index++) cache.add(proofOf(textOf(index)), 'greedy', NOW)
    return cache
  }

  test('takes at most half of the bytes and keeps its newest', () => {
    const cache = fill({ maxBytes: 100_000 })
    const other = 600 + 5 * 400
    expect(cache.bytes - other).toBeLessThanOrEqual(50_000)
    expect(cache.bytes - other).toBeGreaterThan(40_000)
    expect(cache.get(textOf(199), partition)).toBeDefined()
    expect(cache.get('other-'.padEnd(400, 'o'), partition)).toBeDefined()
  })

  test('takes at most half of the entries', () => {
    const cache = fill({ maxEntries: 10 })
    expect(cache.get('other-'.padEnd(400, 'o'), partition)).toBeDefined()
    expect(cache.entries).toBeLessThanOrEqual(6)
  })

  test('keeps its newest also where the entries of another are the least used', () => {
    const cache = createVerifiedTokens({ maxBytes: 100_000 })
    for (let index = 0; index < 16; index++) cache.add(proofOf(`b${index}-`.padEnd(400, 'b')), 'idle', NOW)
    for (let index = 0; index < 200; index++) cache.add(proofOf(textOf(index)), 'greedy', NOW)
    expect(cache.get(textOf(199), partition)).toBeDefined()
  })

  test('gets its share back when its entries leave', () => {
    const cache = fill({ maxBytes: 20_000 })
    const late = NOW + 1000
    cache.add(proofOf(textOf(500), { exp: late + 300 }), 'greedy', late)
    for (let index = 501; index < 520; index++)
      cache.add(proofOf(textOf(index), { exp: late + 300 }), 'greedy', late)
    expect(cache.entries).toBe(3)
    expect(cache.get(textOf(519), partition)).toBeDefined()
  })
})

describe('expiry', () => {
  test('entries go at their exp, when the next one comes', () => {
    const cache = createVerifiedTokens()
    cache.add(proofOf(textOf(1), { exp: NOW + 100 }), undefined, NOW)
    cache.add(proofOf(textOf(2), { exp: NOW + 500 }), undefined, NOW)
    cache.add(proofOf(textOf(3), { exp: NOW + 500 }), undefined, NOW + 99)
    expect(cache.entries).toBe(3)
    cache.add(proofOf(textOf(4), { exp: NOW + 500 }), undefined, NOW + 160)
    expect(cache.entries).toBe(3)
    expect(cache.get(textOf(1), partition)).toBeUndefined()
  })

  test('an entry without exp stays', () => {
    const cache = createVerifiedTokens()
    const proof = { ...proofOf(textOf(1)), token: { header: { alg: 'ES256' }, claims: {} } }
    cache.add(proof, undefined, NOW)
    cache.add(proofOf(textOf(2)), undefined, NOW + 100)
    expect(cache.get(textOf(1), partition)).toBeDefined()
  })
})

test('a cache shows no token when it is inspected', () => {
  const cache = createVerifiedTokens()
  cache.add(proofOf(textOf(1)), undefined, NOW)
  expect(inspect(cache, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain('xxxx')
})

test('no cache remembers nothing', () => {
  const none = createCache(false)
  none.add(proofOf(textOf(1)), undefined, NOW)
  expect([none.get(textOf(1), partition), none.entries, none.bytes]).toEqual([undefined, 0, 0])
})
