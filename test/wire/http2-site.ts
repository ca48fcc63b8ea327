import { once } from 'node:events'
import {
  type ClientHttp2Session,
  connect,
  createServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

interface Http2Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Asks over one connection, in clear text. */
export type AskOverHttp2 = (headers: OutgoingHttpHeaders, body?: string) => Promise<Http2Answer>

/** Listens for HTTP/2 until the test has finished. */
export async function listenHttp2(
  listener: (request: Http2ServerRequest, response: Http2ServerResponse) => void,
): Promise<number> {
  const server = createServer(listener)
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** A client of such a server, which goes before the server does. */
export function clientOf(port: number): AskOverHttp2 {
  const session = connect(`http://127.0.0.1:${port}`)
  onTestFinished(() => session.close())
  return (headers, body) => exchange(session, headers, body)
}

async function exchange(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body: string | undefined,
): Promise<Http2Answer> {
  const stream = session.request(headers, { endStream: body === undefined })
  if (body !== undefined) stream.end(body)
  const [received] = (await once(stream, 'response')) as [IncomingHttpHeaders]
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return { status: Number(received[':status']), headers: received, body: Buffer.concat(chunks).toString() }
}
