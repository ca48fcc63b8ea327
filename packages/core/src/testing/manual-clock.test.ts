import { expect, test } from 'vitest'
import { manualClock } from './manual-clock.js'

test('stands still until it is moved', () => {
  const clock = manualClock(100)
  expect([clock(), clock()]).toEqual([100, 100])
  clock.advance(0.5)
  expect(clock()).toBe(100.5)
  clock.advance(-1)
  expect(clock()).toBe(99.5)
  clock.set(7)
  expect(clock()).toBe(7)
})

test('starts at the present in seconds', () => {
  const before = Date.now() / 1000
  const now = manualClock()()
  expect(now).toBeGreaterThanOrEqual(before)
  expect(now).toBeLessThanOrEqual(Date.now() / 1000)
})
