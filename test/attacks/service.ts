import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AuthOptions, DecisionRecord } from '@meishi/core'
import { type JwtAuth, jwtAuth } from '@meishi/express'
import express, { type RequestHandler } from 'express5'
import { createProxyMiddleware } from 'hpm3'
import {
  AUDIENCE,
  ISSUER,
  JWKS,
  MIXED_ISSUER,
  NEIGHBOUR,
  neighbour,
  rsaPublic,
  SECRET_ISSUER,
  secret,
} from './keys.js'
import { DECRYPTION } from './recipients.js'

/** The service that is attacked, everything behind it, and what was decided. */
export interface Service {
  readonly port: number
  /** The same application behind Node's own limits, cutting off slow senders. */
  readonly strictPort: number
  readonly keyServer: string
  /** Every decision since the last look. */
  readonly decisions: DecisionRecord[]
  /** How often somebody asked the attacker's server for keys. */
  contacts(): number
  close(): Promise<void>
}

const MAX_HEADERS = { maxHeaderSize: 4 * 1024 * 1024 }
const IMPATIENT = { headersTimeout: 300, requestTimeout: 400, connectionsCheckingInterval: 50 }

/** Starts it on loopback. */
export async function startService(): Promise<Service> {
  let contacts = 0
  const keys = await start({}, (_req, res) => {
    contacts++
    res.setHeader('Content-Type', 'application/json').end(JSON.stringify(JWKS))
  })
  const upstream = await start({}, (req, res) => {
    res.end(JSON.stringify({ url: req.url, rawHeaders: req.rawHeaders }))
  })
  const decisions: DecisionRecord[] = []
  const app = createApp((record) => decisions.push(record), upstream.origin)
  const service = await start(MAX_HEADERS, app)
  const strict = await start(IMPATIENT, app)
  return {
    port: service.port,
    strictPort: strict.port,
    keyServer: keys.origin,
    decisions,
    contacts: () => contacts,
    close: async () => {
      for (const { server } of [service, strict, upstream, keys]) await stop(server)
    },
  }
}

function createApp(
  onDecision: (record: DecisionRecord) => void,
  upstream: string,
): ReturnType<typeof express> {
  const app = express()
  app.set('env', 'development')
  const common = { audience: AUDIENCE, cache: { maxEntries: 16 }, onDecision } satisfies Partial<AuthOptions>
  const auth = jwtAuth({ ...common, issuer: ISSUER, keys: { jwks: JWKS } })
  const shared = { issuer: SECRET_ISSUER, keys: secret.keys, algorithms: ['HS256'] } as const
  const several = [
    { issuer: ISSUER, keys: { jwks: JWKS } },
    { issuer: NEIGHBOUR, keys: { jwks: neighbour.jwks } },
    shared,
  ] as const
  app.all('/optional', auth.with({ optional: true }), reached)
  app.all('/gateway', auth.with({ errorProfile: 'gateway' }), reached)
  app.all('/sources', auth.with({ token: SOURCES }), reached)
  app.all('/optional-sources', auth.with({ token: SOURCES, optional: true }), reached)
  app.all('/secret', jwtAuth({ ...common, ...shared }), reached)
  app.all('/mixed', jwtAuth({ ...common, ...MIXED }), reached)
  app.all('/several', jwtAuth({ ...common, issuers: several }), reached)
  mountEncrypted(app, auth)
  mountMapped(app, auth.with({ claimMapping: MAPPING }), upstream)
  app.all('/{*rest}', auth, reached)
  return app
}

const MIXED = {
  issuer: MIXED_ISSUER,
  keys: [secret.keys, { publicKey: rsaPublic, kid: 'rsa', alg: 'RS256' }],
  algorithms: ['HS256', 'RS256'],
} as const satisfies Partial<AuthOptions>

const SOURCES = [
  { header: 'authorization', scheme: 'Bearer' },
  { query: 'access_token' },
  { cookie: 'session' },
] as const

const MAPPING = [
  { claim: 'sub', to: { header: 'X-User' } },
  { claim: ['realm', 'roles'], to: { header: 'X-Roles' } },
  { claim: 'tenant', to: { query: 'tenant' } },
] as const

/** Opens tokens, in each of the ways that there are. */
function mountEncrypted(app: ReturnType<typeof express>, auth: JwtAuth): void {
  const opening = auth.with({ decryption: DECRYPTION })
  app.all('/encrypted', opening, reached)
  app.all('/encrypted-gateway', opening.with({ errorProfile: 'gateway' }), reached)
  app.all('/encrypted-bare', auth.with({ decryption: { ...DECRYPTION, bareClaims: true } }), reached)
  app.all('/encrypted-or-signed', auth.with({ decryption: { ...DECRYPTION, required: false } }), reached)
  app.all('/encrypted-capped', auth.with({ decryption: { ...DECRYPTION, maxInFlight: 1 } }), reached)
}

/** Hands mapped values to a handler, back to the client, and to an upstream. */
function mountMapped(app: ReturnType<typeof express>, auth: JwtAuth, upstream: string): void {
  app.all('/mapped', auth, (req, res) => {
    res.json({ user: req.headers['x-user'], roles: req.headers['x-roles'], tenant: req.query.tenant })
  })
  app.all('/reflected', auth, (req, res) => void res.set('X-Seen', req.get('x-user')).send('reached'))
  app.use('/proxied', auth, createProxyMiddleware({ target: upstream }))
}

const reached: RequestHandler = (_req, res) => void res.send('reached')

interface Started {
  readonly server: Server
  readonly port: number
  readonly origin: string
}

async function start(options: ServerOptions, listener: RequestListener): Promise<Started> {
  const server = createServer(options, listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { server, port, origin: `http://127.0.0.1:${port}` }
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
