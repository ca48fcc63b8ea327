import { expect, test } from 'vitest'
import { mergeRings } from './merge-rings.js'
import { MOST_TOMBSTONES, type Ring } from './ring.js'

test('tombstones of two rings make room as those of one ring do, and come to rest', () => {
  const ringSince = (first: number): Ring => ({
    version: first + 1,
    keys: [],
    tombstones: Array.from({ length: MOST_TOMBSTONES }, (_, at) => {
      return { kid: `k${first + at}`, resetAt: first + at, revoked: true }
    }),
  })
  const [older, newer] = [ringSince(0), ringSince(1)]
  expect(mergeRings(older, newer, 0)).toBe(newer)
  const merged = mergeRings(newer, older, 0)
  expect(merged.tombstones).toEqual(newer.tombstones)
})
