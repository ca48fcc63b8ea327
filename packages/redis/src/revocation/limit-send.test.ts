import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { limitSend } from './limit-send.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

interface Asked {
  answer(value: unknown): void
  fail(error: unknown): void
}

/** A client of which the test says when it answers, and a limit of one second. */
function setUp() {
  const asked: Asked[] = []
  const send = limitSend(
    () =>
      new Promise((resolve, reject) => {
        asked.push({ answer: resolve, fail: reject })
      }),
    1,
  )
  /** What becomes of a command: its answer, or the words of its error. */
  const ask = (): Promise<unknown> => send('k', ['GET', 'k']).catch((error: Error) => error.message)
  /** Sends commands whose time passes without an answer. */
  const hang = async (count: number): Promise<unknown> => {
    const all = Promise.all(Array.from({ length: count }, ask))
    await vi.advanceTimersByTimeAsync(1000)
    return all
  }
  return { asked, ask, hang }
}

test('an answer and an error in time are passed on, and leave no timer', async () => {
  const { asked, ask } = setUp()
  const answers = Promise.all([ask(), ask()])
  await vi.advanceTimersByTimeAsync(999)
  asked[0]?.answer('value')
  asked[1]?.fail(new Error('down'))
  expect(await answers).toEqual(['value', 'down'])
  expect(vi.getTimerCount()).toBe(0)
})

test.each(['answer', 'fail'] as const)('a late one is ignored, and makes room: %s', async (late) => {
  const { asked, ask, hang } = setUp()
  expect(await hang(4)).toEqual(Array(4).fill('no answer within 1 seconds'))
  expect(await ask()).toBe('4 commands are waiting for an answer')
  asked[0]?.[late](new Error('late'))
  await vi.advanceTimersByTimeAsync(0)
  const next = ask()
  asked[4]?.answer('value')
  expect(await next).toBe('value')
  expect(asked).toHaveLength(5)
})

test('commands that were never answered are given up after ten times the limit', async () => {
  const { asked, ask, hang } = setUp()
  await hang(4)
  await vi.advanceTimersByTimeAsync(9999)
  expect(await ask()).toBe('4 commands are waiting for an answer')
  await vi.advanceTimersByTimeAsync(1)
  const next = ask()
  asked[4]?.answer('value')
  expect(await next).toBe('value')
  for (const { answer } of asked) answer('much too late')
  await vi.advanceTimersByTimeAsync(0)
  expect(vi.getTimerCount()).toBe(0)
})

test('more commands than may hang are sent while none does', async () => {
  const { asked, ask } = setUp()
  const answers = Promise.all(Array.from({ length: 20 }, ask))
  for (const [at, { answer }] of asked.entries()) answer(at)
  expect(await answers).toEqual(Array.from({ length: 20 }, (_none, at) => at))
})
