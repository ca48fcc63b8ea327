import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeWebStream } from 'node:stream/web'
import { type HeaderAppender, setHeaders } from '../http/set-headers.js'

/** What a handler has answered, in parts that a framework takes. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** `undefined` where there is none, also for HEAD. It ends with the response, and a fault of it ends the response. */
  readonly body: Readable | undefined
}

/** How a message travels is the server's affair. */
const OF_THE_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade']

/** Takes a web `Response` apart. */
export function createAnswer(answer: Response, method: string | undefined, response: ServerResponse): Answer {
  if (Object.prototype.toString.call(answer) !== '[object Response]' || answer.status < 200)
    throw new TypeError('the handler given to `mount` did not answer with a Response')
  const { status, headers, body } = answer
  if (body === null) return { status, headers, body: undefined }
  if (method === 'HEAD' || response.destroyed) {
    body.cancel().catch(() => {})
    return { status, headers, body: undefined }
  }
  return { status, headers, body: tie(Readable.fromWeb(body as NodeWebStream), response) }
}

function tie(body: Readable, response: ServerResponse): Readable {
  response.once('close', () => body.destroy())
  // Half an answer must not look like a whole one.
  return body.once('error', () => {
    if (response.headersSent) response.destroy()
  })
}

/** Sets an answer's headers beside those that are there: cookies and `Vary` are added, others replaced. */
export function setAnswerHeaders(response: HeaderAppender, headers: Headers): void {
  for (const [name, value] of headers) {
    if (name === 'set-cookie') response.appendHeader(name, value)
    else if (!OF_THE_CONNECTION.includes(name)) setHeaders(response, { [name]: value })
  }
}

/** Sends an answer by Node's response. Rejects with what became of its body. */
export function sendAnswer({ status, headers, body }: Answer, response: ServerResponse): Promise<void> {
  response.statusCode = status
  setAnswerHeaders(response, headers)
  return new Promise((resolve, reject) => {
    response.once('close', resolve)
    if (body === undefined) response.end()
    else body.once('error', reject).pipe(response)
  })
}
