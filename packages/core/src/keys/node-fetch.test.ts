import { describe, expect, test, vi } from 'vitest'
import { ask, failure } from '../../test-support/fetching.js'
import { disconnect, json, startKeyEndpoint } from '../../test-support/key-endpoint.js'
import { FetchQueue } from './fetch-queue.js'
import { createFetch } from './node-fetch.js'

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
