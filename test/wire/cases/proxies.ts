import { request } from 'node:http'
import type { Request, RequestHandler, Response } from 'express5'
import { createProxyMiddleware as createHpm2 } from 'hpm2'
import { createProxyMiddleware as createHpm3 } from 'hpm3'

/** One way to hand a request on to a server behind. */
export interface Proxy {
  readonly name: string
  readonly create: (upstreamPort: number) => RequestHandler
  /** Takes path and query from `originalUrl`, the mount path included; the others from `url`. */
  readonly readsOriginalUrl: boolean
}

const addressOf = (port: number): string => `http://127.0.0.1:${port}`

export const PROXIES: readonly Proxy[] = [
  {
    name: 'http-proxy-middleware 2',
    create: (port) =>
      createHpm2({ target: addressOf(port), logLevel: 'silent' }) as unknown as RequestHandler,
    readsOriginalUrl: true,
  },
  {
    name: 'http-proxy-middleware 3',
    create: (port) => createHpm3({ target: addressOf(port) }) as unknown as RequestHandler,
    readsOriginalUrl: false,
  },
  {
    name: 'a proxy that forwards rawHeaders',
    create: (port) => (req, res) => forward(req, res, port),
    readsOriginalUrl: false,
  },
]

/** Forwards what came over the wire, but for what `Connection` names (RFC 9110, section 7.6.1). */
function forward(req: Request, res: Response, port: number): void {
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
