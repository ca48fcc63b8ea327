import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { ConfigurationError } from '../errors/configuration-error.js'
import { MisconfiguredError } from '../errors/misconfigured-error.js'
import { RequestBodyError } from '../errors/request-body-error.js'
import { isStream } from '../http/overlay.js'
import { hasBody, headerValue, mediaType, type RequestView } from '../http/request-view.js'
import { encodeBody } from './encode-body.js'
import { streamBody } from './stream-body.js'

/** What an adapter tells of a request that a handler may serve. */
export interface Exchange {
  /** Its `message` is Node's own. `body` is a stream where something has changed the message's. */
  readonly view: RequestView & { readonly message: IncomingMessage }
  /** Node's response. */
  readonly response: ServerResponse
  /** The path without the query, relative to where the framework has mounted the handler. */
  readonly path: string
  /** By the framework's own proxy rules. */
  readonly remoteAddress: string | undefined
}

/** A client chooses its `Host`, so it is no base for a URL. This one leads nowhere (RFC 2606, section 2). */
const BASE = 'http://mounted.invalid'

/**
 * Makes a web `Request` of Node's message.
 *
 * @throws RequestBodyError where the body is too large; MisconfiguredError where it was read and nothing of it was left
 */
export function createRequest({ view, response }: Exchange, path: string, maxBodyBytes: number): Request {
  const url = new URL(path, BASE)
  url.search = /\?[^#]*/.exec(view.url ?? '')?.[0] ?? ''
  const headers = headersOf(view.rawHeaders)
  const body = bodyOf(view, response, maxBodyBytes)
  if (body instanceof Uint8Array) describeAnew(headers, body)
  const init = { method: view.method ?? 'GET', headers, signal: signalOf(response) }
  return new Request(url, body === undefined ? init : { ...init, body, duplex: 'half' })
}

function headersOf(rawHeaders: readonly string[]): Headers {
  const headers = new Headers()
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string
    if (!name.startsWith(':')) headers.append(name, rawHeaders[at + 1] as string)
  }
  return headers
}

/** A body that was written down again is neither compressed nor in another charset than UTF-8. */
function describeAnew(headers: Headers, body: Uint8Array): void {
  for (const name of ['content-encoding', 'transfer-encoding']) headers.delete(name)
  headers.set('content-length', String(body.length))
  const type = headers.get('content-type')
  if (type !== null) headers.set('content-type', type.replace(/;\s*charset=[^;]*/i, ''))
}

function bodyOf(
  view: Exchange['view'],
  response: ServerResponse,
  most: number,
): Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>> | undefined {
  const { method, rawHeaders, message, body } = view
  if (method === 'GET' || method === 'HEAD' || !hasBody(view)) return undefined
  const isParsed = body !== undefined && !isStream(body)
  const bytes = isParsed ? encodeBody(body, mediaType(view)) : undefined
  if ((bytes?.length ?? Number(headerValue(rawHeaders, 'content-length') ?? 0)) > most) {
    response.shouldKeepAlive = false
    throw new RequestBodyError('body_too_large')
  }
  if (bytes !== undefined) return bytes
  const source = isStream(body) ? (body as Readable) : message
  if (source.readableDidRead) {
    const problem = 'the body was read, and nothing of it was left: mount it before what reads bodies'
    throw new MisconfiguredError(new ConfigurationError('mount', problem))
  }
  return streamBody(source, most, response)
}

function signalOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableEnded) controller.abort(new Error('the client went away'))
  })
  return controller.signal
}
