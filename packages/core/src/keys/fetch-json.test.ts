import { describe, expect, test, vi } from 'vitest'
import { answer, ask, bytes, failure, URL_OF_KEYS } from '../../test-support/fetching.js'
import { json, startKeyEndpoint } from '../../test-support/key-endpoint.js'
import type { Fetch, FetchedResponse } from './fetch.js'
import { FetchQueue } from './fetch-queue.js'

describe("an application's own fetch", () => {
  test('is called with what fetch of Node is called with', async () => {
    const fetch = vi.fn<Fetch>(async () => answer({ headers: new Headers({ etag: '"x"' }) }))
    expect(await ask(fetch, URL_OF_KEYS, new FetchQueue(5), '"w"')).toEqual({
      json: { a: 1 },
      bytes: 7,
      tag: '"x"',
      freshFor: undefined,
    })
    const headers = { accept: 'application/json', 'user-agent': 'meishi', 'if-none-match': '"w"' }
    const init = { method: 'GET', headers, redirect: 'manual', signal: expect.any(AbortSignal) }
    expect(fetch).toHaveBeenCalledWith(URL_OF_KEYS, init)
  })

  test('may be that of Node', async () => {
    await using endpoint = await startKeyEndpoint(json({ keys: [] }))
    expect((await ask(fetch, endpoint.url)).json).toEqual({ keys: [] })
  })

  test.each<[string, FetchedResponse, string]>([
    ['has followed a redirect', answer({ redirected: true }), 'a redirect, which is not followed'],
    ['was redirected', answer({ status: 302 }), 'a redirect, which is not followed'],
    ['gets a 201', answer({ status: 201 }), 'answered 201'],
    ['gets a 304 that nobody asked for', answer({ status: 304, body: null }), 'answered 304'],
    ['gets no body', answer({ body: null }), 'no JSON object'],
    ['gets a list', answer({ body: bytes('[]') }), 'no JSON object'],
    ['gets a member twice', answer({ body: bytes('{"a":1,"a":2}') }), 'no JSON object'],
    ['gets too much', answer({ body: bytes(' '.repeat(524_289)) }), 'more than 512 KiB'],
    [
      'is promised too much',
      answer({ headers: new Headers({ 'content-length': '524289' }) }),
      'more than 512 KiB',
    ],
  ])('that %s has failed', async (_what, response, problem) => {
    expect((await failure(ask(async () => response))).message).toContain(problem)
  })

  test('that throws has failed, and no more of what it throws is told than a code', async () => {
    const hostile = Object.assign(new Error(`${URL_OF_KEYS} via proxy:pass@10.0.0.1`), {
      code: 'ECONNREFUSED',
    })
    for (const thrown of [hostile, new TypeError('fetch failed', { cause: hostile })]) {
      const error = await failure(ask(async () => Promise.reject(thrown)))
      expect(error.message).toBe('id.test:443 cannot be reached (ECONNREFUSED)')
      expect(error.cause).toBeUndefined()
    }
    for (const thrown of [undefined, 'text', { code: 'a b' }, new Error(URL_OF_KEYS)]) {
      const error = await failure(ask(async () => Promise.reject(thrown)))
      expect(error.message).toBe('id.test:443 cannot be reached (unknown error)')
    }
  })

  test('that throws at once has failed too', async () => {
    const error = await failure(
      ask(() => {
        throw new Error('x')
      }),
    )
    expect(error.message).toContain('cannot be reached')
  })

  test('that neither answers nor listens to its signal is left alone, and its late answer let go', async () => {
    let late = (_response: FetchedResponse): void => {}
    const promise = new Promise<FetchedResponse>((resolve) => {
      late = resolve
    })
    const error = await failure(ask(() => promise, URL_OF_KEYS, new FetchQueue(0.1)))
    expect(error.message).toBe('id.test:443 gave no whole answer within 0.1 s')
    const cancel = vi.fn()
    late(answer({ body: new ReadableStream({ cancel }) as never }))
    await vi.waitFor(() => expect(cancel).toHaveBeenCalled())
  })

  test('whose body hangs is left alone', async () => {
    const body = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('{')) }) as never
    const error = await failure(ask(async () => answer({ body }), URL_OF_KEYS, new FetchQueue(0.1)))
    expect(error.message).toContain('no whole answer within 0.1 s')
  })
})
