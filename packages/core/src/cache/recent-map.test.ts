import { describe, expect, test } from 'vitest'
import { createRecentMap, type RecentMap } from './recent-map.js'

const keysOf = (map: RecentMap<unknown>): string[] => [...map.entries()].map(([key]) => key)

function filled(count: number, maxWeight = count): RecentMap<number> {
  const map = createRecentMap<number>(maxWeight)
  for (let index = 0; index < count; index++) map.set(`k${index}`, index, 1)
  return map
}

describe('a map of recent things', () => {
  test('finds what it holds', () => {
    const map = filled(3)
    expect([map.get('k1'), map.get('k9'), map.size, map.weight]).toEqual([1, undefined, 3, 3])
  })

  test('holds a key once, with its newest value and weight', () => {
    const map = createRecentMap<number>(10)
    map.set('a', 1, 4)
    map.set('a', 2, 3)
    expect([map.get('a'), map.size, map.weight]).toEqual([2, 1, 3])
  })

  test('never exceeds its weight', () => {
    const map = createRecentMap<number>(100)
    for (let index = 0; index < 5000; index++) {
      map.set(`k${index % 300}`, index, 1 + (index % 7))
      map.get(`k${(index * 31) % 300}`)
      expect(map.weight).toBeLessThanOrEqual(100)
    }
    expect(map.weight).toBeGreaterThan(90)
  })

  test('lets the oldest go that nobody asked for', () => {
    const map = filled(3)
    map.get('k0')
    map.set('k3', 3, 1)
    expect(keysOf(map)).toEqual(['k2', 'k0', 'k3'])
  })

  test('spares what is in use, again and again, and not for ever', () => {
    const map = filled(10)
    for (let index = 10; index < 40; index++) {
      map.get('k0')
      map.set(`k${index}`, index, 1)
    }
    expect(map.get('k0')).toBe(0)
    for (let index = 40; index < 70; index++) map.set(`k${index}`, index, 1)
    expect(map.get('k0')).toBeUndefined()
  })

  test('lets somebody go also where everybody is in use', () => {
    const map = filled(500)
    for (const key of keysOf(map)) map.get(key)
    map.set('new', 0, 1)
    expect([map.size, map.get('new')]).toEqual([500, 0])
  })

  test('passes over a few at a time, however many are in use', () => {
    const map = filled(500)
    for (const key of keysOf(map)) map.get(key)
    map.set('new', 0, 1)
    expect(keysOf(map)).not.toContain('k32')
    expect(keysOf(map)).toContain('k0')
  })

  test('makes as much room as a heavy one needs', () => {
    const map = filled(10)
    map.set('heavy', 0, 8)
    expect(keysOf(map)).toEqual(['k8', 'k9', 'heavy'])
  })

  test('takes one that is heavier than all of it, when it was emptied for that', () => {
    const map = filled(3)
    map.set('heavy', 0, 9)
    expect(keysOf(map)).toEqual(['heavy'])
    map.set('next', 1, 1)
    expect(keysOf(map)).toEqual(['next'])
  })

  test('tells of everybody who leaves', () => {
    const left: unknown[] = []
    const map = createRecentMap<number>(2, (value, key, weight) => left.push([key, value, weight]))
    map.set('a', 1, 1)
    map.set('b', 2, 1)
    map.set('a', 3, 1)
    map.set('c', 4, 1)
    map.delete('c')
    map.delete('nobody')
    expect(left).toEqual([
      ['a', 1, 1],
      ['b', 2, 1],
      ['c', 4, 1],
    ])
  })

  test('may lose entries while they are counted off', () => {
    const map = filled(5)
    for (const [key] of map.entries()) map.delete(key)
    expect([map.size, map.weight]).toEqual([0, 0])
  })
})
