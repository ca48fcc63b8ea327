import { type IncomingMessage, type RequestListener, request, type ServerResponse } from 'node:http'
import type { Authenticator } from '@meishi/core'
import type { Site, Until } from '../frameworks/framework.js'

/** One way to hand requests below `/up` on to a server behind. */
export interface ProxyCase {
  readonly name: string
  /** How the server behind sees `/up/path`. */
  readonly path: string
  readonly serve: (
    auth: Authenticator,
    isExempt: boolean,
    upstreamPort: number,
    until: Until,
  ) => Promise<Site>
}

export const addressOf = (port: number): string => `http://127.0.0.1:${port}`

/** What arrives behind the proxy. */
export interface Arrived {
  readonly url: string
  readonly rawHeaders: readonly string[]
  readonly rawTrailers: readonly string[]
  readonly body: string
}

/** Answers with what arrived, and ends the connection, which some proxies repeat to the client. */
export const upstream: RequestListener = async (req, res) => {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  const { url, rawHeaders, rawTrailers } = req
  const body = Buffer.concat(chunks).toString('latin1')
  const text = JSON.stringify({ url, rawHeaders, rawTrailers, body })
  res.writeHead(200, { Connection: 'close', 'Content-Length': Buffer.byteLength(text) }).end(text)
}

/** A proxy that forwards what came over the wire, but for what `Connection` names (RFC 9110, section 7.6.1). */
export function forward(req: IncomingMessage, res: ServerResponse, port: number): void {
  const named = pairsOf(req.rawHeaders)
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.toLowerCase().split(/\s*,\s*/))
  const kept = pairsOf(req.rawHeaders).filter(([name]) => !named.includes(name.toLowerCase()))
  const options = { host: '127.0.0.1', port, method: req.method, path: req.url, headers: kept.flat() }
  const outgoing = request(options, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
    answer.pipe(res)
  })
  outgoing.on('error', (error) => res.destroy(error))
  req.pipe(outgoing)
}

/** Header lines of a message, name and value. */
export function pairsOf(rawHeaders: readonly string[]): [name: string, value: string][] {
  const pairs: [string, string][] = []
  for (let at = 0; at < rawHeaders.length; at += 2)
    pairs.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? ''])
  return pairs
}
