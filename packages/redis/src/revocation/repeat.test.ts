import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { repeat } from './repeat.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Work of which the test says when it is done. */
function setUp() {
  const open: (() => void)[] = []
  let begun = 0
  const work = (): Promise<void> => {
    begun++
    return new Promise((resolve) => open.push(resolve))
  }
  const done = async (): Promise<void> => {
    open.shift()?.()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { repetition: repeat(work, 5), done, begun: () => begun, atOnce: () => open.length }
}

test('works at once, and again when the pause after it is over', async () => {
  const { repetition, done, begun } = setUp()
  expect(begun()).toBe(1)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(begun()).toBe(1)
  await done()
  await vi.advanceTimersByTimeAsync(4999)
  expect(begun()).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(begun()).toBe(2)
  repetition.stop()
})

test('works now when it is woken in a pause, and pauses in full after that', async () => {
  const { repetition, done, begun } = setUp()
  await done()
  await vi.advanceTimersByTimeAsync(3000)
  repetition.wake()
  expect(begun()).toBe(2)
  await done()
  await vi.advanceTimersByTimeAsync(4999)
  expect(begun()).toBe(2)
  await vi.advanceTimersByTimeAsync(1)
  expect(begun()).toBe(3)
  repetition.stop()
})

test('works once more, and never twice at once, when it is woken at work however often', async () => {
  const { repetition, done, begun, atOnce } = setUp()
  for (let times = 0; times < 3; times++) repetition.wake()
  expect([begun(), atOnce()]).toEqual([1, 1])
  await done()
  expect([begun(), atOnce()]).toEqual([2, 1])
  await done()
  expect([begun(), atOnce()]).toEqual([2, 0])
  repetition.stop()
})

test.each([
  ['in a pause', async ({ done }: ReturnType<typeof setUp>) => done()],
  ['at work', async () => {}],
  ['at work and woken', async ({ repetition }: ReturnType<typeof setUp>) => repetition.wake()],
])('does nothing more when it was stopped %s', async (_when, before) => {
  const made = setUp()
  await before(made)
  made.repetition.stop()
  made.repetition.wake()
  await made.done()
  await vi.advanceTimersByTimeAsync(60_000)
  expect([made.begun(), vi.getTimerCount()]).toEqual([1, 0])
})

test('keeps no process alive', async () => {
  vi.useRealTimers()
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const before = timers()
  const repetition = repeat(async () => {}, 60)
  await new Promise((resolve) => setImmediate(resolve))
  expect(timers()).toBe(before)
  repetition.stop()
})
