import { describe, expect, test, vi } from 'vitest'
import { answer, ask, failure, URL_OF_KEYS } from '../../test-support/fetching.js'
import type { Fetch } from './fetch.js'
import { FetchQueue } from './fetch-queue.js'

describe('the queue', () => {
  test('lets 32 fetches run at once, and the next when one is done', async () => {
    const queue = new FetchQueue(5)
    const finish: (() => void)[] = []
    const fetch: Fetch = () => new Promise((resolve) => finish.push(() => resolve(answer())))
    const all = Array.from({ length: 40 }, () => ask(fetch, URL_OF_KEYS, queue))
    await vi.waitFor(() => expect(finish).toHaveLength(32))
    finish[0]?.()
    await all[0]
    await vi.waitFor(() => expect(finish).toHaveLength(33))
    for (let done = 1; done < 40; done++) {
      await vi.waitFor(() => expect(finish.length).toBeGreaterThan(done))
      finish[done]?.()
    }
    await Promise.all(all)
  })

  test('counts the wait for a turn, and goes on when those who waited gave up', async () => {
    const queue = new FetchQueue(0.2)
    const hang: Fetch = () => new Promise(() => {})
    const results = await Promise.allSettled(Array.from({ length: 40 }, () => ask(hang, URL_OF_KEYS, queue)))
    expect(results.every(({ status }) => status === 'rejected')).toBe(true)
    expect((await ask(async () => answer(), URL_OF_KEYS, queue)).json).toEqual({ a: 1 })
  })

  test('that is closed stops what is under way and lets nothing begin', async () => {
    const queue = new FetchQueue(5)
    const signals: AbortSignal[] = []
    const hang: Fetch = (_url, { signal }) => {
      signals.push(signal)
      return new Promise(() => {})
    }
    const under = Array.from({ length: 40 }, () => failure(ask(hang, URL_OF_KEYS, queue)))
    await vi.waitFor(() => expect(signals).toHaveLength(32))
    queue.close()
    await Promise.all(under)
    expect(signals.map(({ aborted }) => aborted)).toEqual(Array(32).fill(true))
    await failure(ask(async () => answer(), URL_OF_KEYS, queue))
  })
})
