import { createServer, type Server } from 'node:http'
import type { AuthOptions } from '@meishi/core'
import { jwtAuth } from './adapter.js'

/** A server that greets its callers, and under `/open` everybody. */
export function createApp(options: AuthOptions): Server {
  const auth = jwtAuth(options)
  const greet = auth((_req, res, caller) => res.end(`Hello ${caller?.claims.sub}`))
  const open = auth.with({ optional: true })((_req, res, caller) =>
    res.end(`Hello ${caller?.claims.sub ?? 'stranger'}`),
  )
  return createServer((req, res) => (req.url === '/open' ? open(req, res) : greet(req, res)))
}
