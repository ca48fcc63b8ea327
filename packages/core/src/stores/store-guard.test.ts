import { randomBytes } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { UnavailableError } from '../errors/unavailable-error.js'
import { StoreGuard, storeGuard } from './store-guard.js'

const LIMIT = 0.25
const DOWN = new Error('ECONNREFUSED')
const never = (): Promise<boolean> => new Promise(() => {})
const failing = (): Promise<boolean> => Promise.reject(DOWN)
const newGuard = (): StoreGuard => new StoreGuard('replay')

/** What came of a call, as a value. */
const outcomeOf = async (guard: StoreGuard, ask: () => boolean | Promise<boolean>): Promise<unknown> => {
  try {
    return await guard.call(ask, LIMIT)
  } catch (error) {
    return error
  }
}
const fail = async (guard: StoreGuard, times: number): Promise<void> => {
  for (let time = 0; time < times; time++) await outcomeOf(guard, failing)
}

test('what answers at once is passed on at once', () => {
  const answer = {}
  expect(newGuard().call(() => answer, LIMIT)).toBe(answer)
})

test.each([true, false, undefined, null])('the answer %s is passed on', async (answer) => {
  expect(await newGuard().call(async () => answer, LIMIT)).toBe(answer)
})

test('what the store throws or rejects with is passed on as it is', async () => {
  const guard = newGuard()
  expect(() =>
    guard.call(() => {
      throw DOWN
    }, LIMIT),
  ).toThrow(DOWN)
  await expect(guard.call(failing, LIMIT)).rejects.toBe(DOWN)
  await expect(guard.call(() => Promise.reject(undefined), LIMIT)).rejects.toBeUndefined()
})

test("a promise of another maker's is one too", async () => {
  const thenable: unknown = Object.fromEntries([
    ['then', (resolve: (answer: boolean) => void) => resolve(true)],
  ])
  expect(await newGuard().call(() => thenable as Promise<boolean>, LIMIT)).toBe(true)
})

test('an answer that is there is taken, however long the process was too busy to read it', async () => {
  const randomly = promisify(randomBytes)
  const asked = newGuard().call(async () => (await randomly(16)).length, 0.05)
  const busyUntil = performance.now() + 200
  while (performance.now() < busyUntil);
  expect(await asked).toBe(16)
})

describe('the guard of a store', () => {
  test('is the same wherever the store is used, and another for another store or part', () => {
    const [store, other] = [{}, {}]
    expect(storeGuard('replay', store)).toBe(storeGuard('replay', store))
    expect(storeGuard('replay', store)).not.toBe(storeGuard('replay', other))
    expect(storeGuard('replay', store)).not.toBe(storeGuard('revocation', store))
  })
})

/** Lets time pass, and then sockets be read. */
const pass = async (milliseconds: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(milliseconds)
  await setImmediate()
}

describe('with a clock that stands still', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('a store that does not answer is unavailable when its time is over', async () => {
    const asked = outcomeOf(newGuard(), never)
    await pass(250)
    const error = await asked
    expect(error).toBeInstanceOf(UnavailableError)
    expect(error).toMatchObject({ part: 'replay', cause: new Error('no answer within 0.25 seconds') })
  })

  test('leaves no timer behind an answer', async () => {
    const guard = newGuard()
    await outcomeOf(guard, async () => true)
    await outcomeOf(guard, failing)
    expect(vi.getTimerCount()).toBe(0)
  })

  test.each<[string, (resolve: (answer: boolean) => void, reject: (error: unknown) => void) => void]>([
    ['answer', (resolve) => resolve(true)],
    ['failure', (_resolve, reject) => reject(DOWN)],
  ])('a late %s is ignored, and is no unhandled rejection', async (_what, settle) => {
    const guard = newGuard()
    let late = (): void => {}
    const asked = outcomeOf(
      guard,
      () =>
        new Promise((resolve, reject) => {
          late = () => settle(resolve, reject)
        }),
    )
    await pass(250)
    const error = await asked
    late()
    await pass(1)
    expect(error).toBeInstanceOf(UnavailableError)
    expect(await outcomeOf(guard, async () => true)).toBe(true)
  })

  test('a store that has failed five times is not asked for a second, and then once', async () => {
    const guard = newGuard()
    await fail(guard, 5)
    const asked = vi.fn(never)
    const refusal = await outcomeOf(guard, asked)
    expect(refusal).toMatchObject({
      part: 'replay',
      headers: { 'Retry-After': '1' },
      cause: new Error('it failed several times in a row'),
    })
    expect(asked).not.toHaveBeenCalled()
    await pass(1000)
    const probe = outcomeOf(guard, asked)
    expect(await outcomeOf(guard, asked)).toBeInstanceOf(UnavailableError)
    expect(asked).toHaveBeenCalledTimes(1)
    await pass(250)
    expect(await probe).toBeInstanceOf(UnavailableError)
    await pass(1000)
    expect(await outcomeOf(guard, async () => true)).toBe(true)
    expect(await outcomeOf(guard, async () => true)).toBe(true)
  })

  test('a probe may be answered at once, and fail at once', async () => {
    const guard = newGuard()
    await fail(guard, 5)
    await pass(1000)
    expect(() =>
      guard.call(() => {
        throw DOWN
      }, LIMIT),
    ).toThrow(DOWN)
    expect(await outcomeOf(guard, () => true)).toBeInstanceOf(UnavailableError)
    await pass(1000)
    expect(await outcomeOf(guard, () => true)).toBe(true)
    expect(await outcomeOf(guard, () => true)).toBe(true)
  })

  test('late answers do not speak for a store that was given up', async () => {
    const guard = newGuard()
    const late: (() => void)[] = []
    const slow = (): Promise<boolean> => new Promise((resolve) => late.push(() => resolve(true)))
    const asked = Array.from({ length: 5 }, () => outcomeOf(guard, slow))
    await pass(250)
    await Promise.all(asked)
    for (const settle of late) settle()
    await pass(1)
    expect(await outcomeOf(guard, () => true)).toBeInstanceOf(UnavailableError)
  })

  test('a failure makes room for the next call', async () => {
    const guard = new StoreGuard('replay', 1)
    for (let time = 0; time < 3; time++) expect(await outcomeOf(guard, failing)).toBe(DOWN)
  })

  test('a store that fails at once is asked each time: nobody waits for it', async () => {
    const guard = newGuard()
    const asked = vi.fn((): boolean => {
      throw DOWN
    })
    for (let time = 0; time < 20; time++) expect(await outcomeOf(guard, asked)).toBe(DOWN)
    expect(asked).toHaveBeenCalledTimes(20)
  })

  test('no more than a number of calls wait, those whose time is over included', async () => {
    const guard = new StoreGuard('replay', 20)
    let settle = (): void => {}
    const asked = vi.fn(
      () =>
        new Promise<boolean>((resolve) => {
          settle = () => resolve(true)
        }),
    )
    const waiting = Array.from({ length: 20 }, () => outcomeOf(guard, asked))
    expect(await outcomeOf(guard, asked)).toMatchObject({ cause: new Error('20 calls wait') })
    await pass(60_000)
    await Promise.all(waiting)
    expect(await outcomeOf(guard, asked)).toMatchObject({ cause: new Error('20 calls wait') })
    expect(asked).toHaveBeenCalledTimes(20)
    settle()
    await pass(0)
    expect(await outcomeOf(guard, async () => true)).toBe(true)
  })

  test('tells who listens of each call that begins from then on, and each change of state', async () => {
    const records: unknown[] = []
    const listen = (record: unknown): void => void records.push(record)
    const guard = newGuard()
    const before = outcomeOf(newGuard(), never)
    subscribe('meishi:store', listen)
    try {
      await pass(250)
      await before
      await outcomeOf(guard, async () => true)
      await outcomeOf(guard, () => true)
      await outcomeOf(guard, () => {
        throw DOWN
      })
      const late = outcomeOf(guard, never)
      await pass(250)
      await late
      await fail(guard, 4)
      await outcomeOf(guard, never)
      await pass(1000)
      await outcomeOf(guard, () => true)
    } finally {
      unsubscribe('meishi:store', listen)
    }
    await outcomeOf(guard, () => true)
    const call = (outcome: string, durationMicros = 0): object => ({
      event: 'call',
      part: 'replay',
      outcome,
      durationMicros,
    })
    const breaker = (state: string): object => ({ event: 'breaker', part: 'replay', state })
    expect(records).toEqual([
      call('answered'),
      call('answered'),
      call('failed'),
      call('timed_out', 250_000),
      call('failed'),
      call('failed'),
      call('failed'),
      breaker('open'),
      call('failed'),
      call('not_asked'),
      breaker('half-open'),
      breaker('closed'),
      call('answered'),
    ])
  })
})
