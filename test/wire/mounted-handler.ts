import type { FetchContext, FetchHandler } from '@meishi/core'

/** What `/echo` has seen of its request. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly type: string | null
  readonly length: string | null
  readonly encoding: string | null
  readonly names: string | null
  readonly address: string | undefined
  readonly body: string
}

type Answers = Readonly<
  Record<string, (request: Request, context: FetchContext) => Response | Promise<Response>>
>

const CHUNK = new Uint8Array(65_536).fill(97)
/** How long the answer of `/big` is. */
export const BIG = 64 * CHUNK.length

/** A body that gives some chunks, and then ends or fails. */
function chunks(count: number, fault?: Error): ReadableStream {
  let left = count
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(CHUNK)
      else if (fault === undefined) controller.close()
      else controller.error(fault)
    },
  })
}

const ANSWERS: Answers = {
  '/': async () => new Response('root'),
  '/echo': async (request, { remoteAddress }) => {
    const [type, length, encoding, names] = [
      'content-type',
      'content-length',
      'content-encoding',
      'x-name',
    ].map((name) => request.headers.get(name)) as [string | null, string | null, string | null, string | null]
    const { method, url } = request
    const body = await request.text()
    return Response.json({
      method,
      url,
      type,
      length,
      encoding,
      names,
      address: remoteAddress,
      body,
    } satisfies Seen)
  },
  '/cookies': () => {
    const headers = new Headers({ vary: 'Accept', 'x-frame-options': 'DENY' })
    for (const cookie of ['a=1; Path=/', 'b=2; Expires=Thu, 26 Nov 2026 20:00:00 GMT'])
      headers.append('set-cookie', cookie)
    return new Response('cookies', { headers })
  },
  '/no-content': () => new Response(null, { status: 204 }),
  '/not-modified': () => new Response(null, { status: 304, headers: { etag: '"1"' } }),
  '/nothing': () => new Response(null, { status: 201, headers: { location: '/auth/1' } }),
  '/bytes': () => new Response(new Uint8Array([0, 255, 10])),
  '/sized': () => new Response('12345', { headers: { 'content-length': '5', 'content-type': 'text/x-own' } }),
  '/big': () => new Response(chunks(64)),
  '/breaks-at-once': () => new Response(chunks(0, new Error('broken'))),
  '/breaks-later': () => new Response(chunks(3, new Error('broken'))),
  '/throws': () => Promise.reject(new Error('a fault')),
  '/throws-nothing': () => Promise.reject(undefined),
  '/refuses': () => Promise.reject(Object.assign(new Error('too many'), { status: 429, statusCode: 429 })),
  '/answers-text': () => 'text' as never,
  '/answers-error': () => Response.error(),
  '/ignores-the-body': () => new Response('ignored'),
}

/** A handler that has an endpoint for everything that can become of a request. */
export const handler: FetchHandler = Object.assign(
  async (request: Request, context: FetchContext = {}) => {
    const answer = ANSWERS[new URL(request.url).pathname]
    return answer === undefined ? new Response('no such path') : answer(request, context)
  },
  { paths: Object.keys(ANSWERS) },
)
