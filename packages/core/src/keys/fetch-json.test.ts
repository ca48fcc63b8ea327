import { describe, expect, test, vi } from 'vitest'
import { disconnect, json, startKeyEndpoint } from '../../test-support/key-endpoint.js'
import type { Fetch, FetchedResponse } from './fetch.js'
import { type FetchedJson, fetchJson } from './fetch-json.js'
import { FetchQueue } from './fetch-queue.js'
import { createFetch } from './node-fetch.js'

const URL_OF_KEYS = 'https://id.test/keys?secret=hunter2'
const bytes = (text: string): AsyncIterable<Uint8Array> => new Blob([text]).stream() as never
const answer = (change: Partial<FetchedResponse> = {}): FetchedResponse => ({
  status: 200,
  headers: new Headers(),
  body: bytes('{"a":1}'),
  ...change,
})
const ask = (
  fetch: Fetch,
  url = URL_OF_KEYS,
  queue = new FetchQueue(5),
  tag?: string,
): Promise<FetchedJson> => fetchJson({ fetch, queue, clock: () => 1000 }, url, 'id.test:443', tag)
const failure = async (work: Promise<unknown>): Promise<Error> => {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'FetchFailure' })
  return error as Error
}

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

describe('the fetch that is used where none was given', () => {
  const fetch = createFetch()

  test('reads what is there, and follows no redirect', async () => {
    await using endpoint = await startKeyEndpoint(
      json({ a: 1 }, { etag: '"e"', 'cache-control': 'max-age=70' }),
    )
    expect(await ask(fetch, endpoint.url)).toMatchObject({ json: { a: 1 }, tag: '"e"', freshFor: 70 })
    endpoint.answer = (_request, response) => response.writeHead(307, { location: endpoint.url }).end()
    expect((await failure(ask(fetch, endpoint.url))).message).toContain('redirect')
    expect(endpoint.asked).toHaveLength(2)
  })

  test('ends its connection when the time is up, while the body trickles', async () => {
    let closed = false
    await using endpoint = await startKeyEndpoint((_request, response) => {
      response.write('{')
      const trickle = setInterval(() => response.write(' '), 5)
      response.on('close', () => {
        clearInterval(trickle)
        closed = true
      })
    })
    expect((await failure(ask(fetch, endpoint.url, new FetchQueue(0.2)))).message).toContain(
      'no whole answer',
    )
    await vi.waitFor(() => expect(closed).toBe(true))
  })

  test('ends its connection where the answer is too long', async () => {
    let closed = false
    await using endpoint = await startKeyEndpoint((_request, response) => {
      const chunk = Buffer.alloc(65_536, ' ')
      const write = (): void => {
        while (!closed && response.write(chunk));
      }
      response.on('drain', write).on('close', () => {
        closed = true
      })
      write()
    })
    expect((await failure(ask(fetch, endpoint.url))).message).toContain('more than 512 KiB')
    await vi.waitFor(() => expect(closed).toBe(true))
  })

  test('has failed where the answer breaks off', async () => {
    await using endpoint = await startKeyEndpoint((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"keys":', () => response.destroy())
    })
    expect((await failure(ask(fetch, endpoint.url))).message).toBe(
      'id.test:443 cannot be reached (ECONNRESET)',
    )
    endpoint.answer = disconnect
    expect((await failure(ask(fetch, endpoint.url))).message).toBe(
      'id.test:443 cannot be reached (ECONNRESET)',
    )
  })
})
