import { createServer, type IncomingMessage, ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { RequestSurface } from '../src/http/request-surface.js'
import type { RequestView } from '../src/http/request-view.js'

/** A request as a client writes it. Header lines go out as they are, in their order. */
export interface Written {
  readonly method?: string
  readonly url?: string
  readonly headers?: readonly (readonly [name: string, value: string])[]
}

/** What routers and body parsers add to Node's message, as in Express. */
export type Received = IncomingMessage & {
  originalUrl?: string | undefined
  params?: unknown
  body?: unknown
  cookies?: unknown
}

/** Sends one request over a socket and returns Node's own message of it. */
export async function receive({ method = 'GET', url = '/', headers = [] }: Written = {}): Promise<Received> {
  const server = createServer()
  const received = new Promise<IncomingMessage>((resolve, reject) => {
    const answer = (message: IncomingMessage): void => resolve(message)
    server.on('request', answer)
    server.on('upgrade', answer)
    server.on('clientError', reject)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.write(`${method} ${url} HTTP/1.1\r\nHost: api.test\r\n${lines}\r\n`, 'latin1')
  try {
    const message = await received
    return Object.assign(message, { originalUrl: message.url })
  } finally {
    socket.destroy()
    server.close()
    server.closeAllConnections()
  }
}

/** The surface of a message that carries everything itself. Notes each query that it was told of. */
export function surfaceOf(message: Received): RequestSurface & { readonly changes: readonly string[] } {
  const changes: string[] = []
  return {
    message,
    originals: [message],
    params: [message],
    bodies: [message],
    cookies: [message.cookies],
    queryChanged: (query) => {
      changes.push(query)
    },
    changes,
  }
}

/** The view of a message, with its parsed body, as an adapter makes it. */
export function viewOf(message: Received): RequestView {
  return {
    method: message.method,
    url: message.url,
    rawHeaders: message.rawHeaders,
    message,
    get body() {
      return message.body
    },
  }
}

/** A response that nobody sends. */
export const responseTo = (message: IncomingMessage): ServerResponse => new ServerResponse(message)
