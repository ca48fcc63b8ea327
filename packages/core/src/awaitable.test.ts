import { expect, test } from 'vitest'
import { andThen, settle } from './awaitable.js'

test('what is there is gone on with at once', () => {
  expect(andThen(1, (value) => value + 1)).toBe(2)
})

test('what is promised is gone on with later, whatever comes of it', async () => {
  await expect(andThen(Promise.resolve(1), (value) => value + 1)).resolves.toBe(2)
  const fail = (): never => {
    throw new RangeError('mine')
  }
  await expect(andThen(Promise.resolve(1), fail)).rejects.toThrow(RangeError)
  expect(() => andThen(1, fail)).toThrow(RangeError)
})

const error = new RangeError('mine')
const fail = (): never => {
  throw error
}

test.each([
  ['done', () => undefined, []],
  ['broken', fail, [error]],
])('what is %s at once is called back at once', (_what, act, expected) => {
  const calls: unknown[][] = []
  settle(act, (...all) => calls.push(all))
  expect(calls).toEqual([expected])
})

test.each([
  ['done', () => Promise.resolve(), []],
  ['broken', () => Promise.reject(error), [error]],
])('what is %s later is called back later, once', async (_what, act, expected) => {
  const calls: unknown[][] = []
  const called = new Promise<void>((resolve) => {
    settle(act, (...all) => {
      calls.push(all)
      resolve()
    })
  })
  expect(calls).toEqual([])
  await called
  expect(calls).toEqual([expected])
})

test('a callback that throws is not called a second time', () => {
  let calls = 0
  const done = (): void => {
    calls++
    throw error
  }
  expect(() => settle(() => undefined, done)).toThrow(error)
  expect(calls).toBe(1)
})

// Frameworks take `next(undefined)` for leave to go on.
test.each([
  ['throws', () => Promise.reject(undefined)],
  [
    'throws at once',
    () => {
      throw undefined
    },
  ],
])('what %s nothing at all is an error all the same', async (_what, act) => {
  const error = await new Promise((resolve) => settle(act, resolve))
  expect(error).toBeInstanceOf(Error)
})
