import { connect } from 'node:net'
import type { FetchHandler } from '@meishi/core'
import { describe, expect, test, vi } from 'vitest'
import { MOUNTING_FRAMEWORKS, type Mounting } from './mounted.js'
import { BIG, handler } from './mounted-handler.js'
import { type RawAnswer, requestText, sendBytes, valuesOf } from './raw-http.js'
import { textOf } from './text-of.js'

const OF_THE_CONNECTION = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']

describe.each(MOUNTING_FRAMEWORKS)('$name', ({ serve }) => {
  const ask = async (target: string, method = 'GET', mounting: Partial<Mounting> = {}): Promise<RawAnswer> =>
    (await serve({ handler, prefix: '/auth', ...mounting })).ask({ target: `/auth${target}`, method })

  test.each([
    ['/no-content', 204, ''],
    ['/not-modified', 304, ''],
    ['/nothing', 201, ''],
    ['/bytes', 200, '\x00\xff\n'],
    ['/sized', 200, '12345'],
  ])('%s is answered with %i', async (target, status, body) => {
    const answer = await ask(target)
    expect([answer.status, textOf(answer)]).toEqual([status, body])
  })

  test.each([
    ['/not-modified', 'etag', ['"1"']],
    ['/nothing', 'location', ['/auth/1']],
    ['/nothing', 'content-type', []],
    ['/bytes', 'content-type', []],
    ['/sized', 'content-type', ['text/x-own']],
    ['/sized', 'content-length', ['5']],
    ['/sized', 'transfer-encoding', []],
  ])('%s has the header %s %j', async (target, name, values) => {
    expect(valuesOf(await ask(target), name)).toEqual(values)
  })

  test('every cookie has its line, beside those of the application', async () => {
    const answer = await ask('/cookies', 'GET', { headers: { 'Set-Cookie': 'own=1', Vary: 'Origin' } })
    expect(valuesOf(answer, 'set-cookie')).toEqual([
      'own=1',
      'a=1; Path=/',
      'b=2; Expires=Thu, 26 Nov 2026 20:00:00 GMT',
    ])
    expect([valuesOf(answer, 'vary'), valuesOf(answer, 'x-frame-options')]).toEqual([
      ['Origin, Accept'],
      ['DENY'],
    ])
  })

  test('a long answer is whole', async () => {
    expect(textOf(await ask('/big')).length).toBe(BIG)
  })

  test.each(['/sized', '/cookies', '/no-content', '/nothing', '/big'])(
    'HEAD of %s is GET without its body',
    async (target) => {
      const { port } = await serve({ handler, prefix: '/auth' })
      const ask = async (method: string) => {
        const answer = await fetch(`http://127.0.0.1:${port}/auth${target}`, { method })
        const headers = [...answer.headers].filter(([name]) => !OF_THE_CONNECTION.includes(name))
        const length = answer.headers.get('content-length') ?? '0'
        return { status: answer.status, headers, length, body: await answer.text() }
      }
      const get = await ask('GET')
      expect(await ask('HEAD')).toEqual({ ...get, body: '' })
    },
  )

  test.each([
    ['/throws', 500],
    ['/throws-nothing', 500],
    ['/refuses', 429],
    ['/answers-text', 500],
    ['/answers-error', 500],
  ])('what becomes of %s is told on the error path, with %i', async (target, status) => {
    const answer = await ask(target)
    expect([answer.status, JSON.parse(answer.body)]).toEqual([status, { problem: 'ours' }])
  })

  test.each(['/breaks-at-once', '/breaks-later'])('the answer of %s does not look whole', async (target) => {
    const { port } = await serve({ handler, prefix: '/auth' })
    const read = async (): Promise<number> => {
      const answer = await fetch(`http://127.0.0.1:${port}/auth${target}`)
      await answer.arrayBuffer()
      return answer.status
    }
    expect(await read().catch(() => 'cut off')).toBeOneOf(['cut off', 500])
  })

  test('a body that the handler leaves unread does not stand in the way of the next request', async () => {
    const { port } = await serve({ handler, prefix: '/auth' })
    const first = `POST /auth/ignores-the-body HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n${'x'.repeat(50_000)}`
    const { bytes } = await sendBytes(port, first + requestText({ target: '/auth/no-content' }))
    expect(bytes).toContain('ignored')
    expect(bytes).toContain('HTTP/1.1 204 ')
  })

  test('the signal tells when the client goes away, and a body that nobody reads ends', async () => {
    const seen: string[] = []
    const waiting: FetchHandler = Object.assign(
      async ({ signal, url }: Request): Promise<Response> => {
        seen.push('asked')
        signal.addEventListener('abort', () => seen.push('gone'))
        if (url.endsWith('/streams'))
          return new Response(
            new ReadableStream({
              pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
              cancel: () => void seen.push('cancelled'),
            }),
          )
        return new Promise(() => {})
      },
      { paths: ['/waits', '/streams'] },
    )
    const { port } = await serve({ handler: waiting })
    for (const [target, expected] of [
      ['/waits', ['asked', 'gone']],
      ['/streams', ['asked', 'cancelled', 'gone']],
    ] as const) {
      seen.length = 0
      const socket = connect(port, '127.0.0.1', () => socket.write(requestText({ target })))
      await vi.waitFor(() => expect(seen).toEqual(['asked']), 5_000)
      socket.destroy()
      await vi.waitFor(() => expect([...seen].sort()).toEqual(expected), 5_000)
    }
  })

  test('a body that breaks off is malformed', async () => {
    const told: unknown[] = []
    const reading: FetchHandler = Object.assign(
      async (request: Request): Promise<Response> => {
        const tell = ({ status, code }: { status?: number; code?: string }): string => {
          told.push(status, code)
          return ''
        }
        return new Response(await request.text().catch(tell))
      },
      { paths: ['/reads'] },
    )
    const { port } = await serve({ handler: reading })
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('POST /reads HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc', () => socket.destroy())
    })
    await vi.waitFor(() => expect(told).toEqual([400, 'body_malformed']), 5_000)
  })
})
