import { type ConsumerApp, TESTING } from '../consumer-app.js'

const PRELUDE = `
import { fastify } from 'fastify'
import { type AuthOptions, createAuthenticator, type Guard, requireScope } from '@meishi/core'
import { createSigner } from '@meishi/core/testing'
import { allow, handler, jwtAuth, problemDetails } from '@meishi/fastify'

const signer = createSigner()
const options = { issuer: 'https://id.test', audience: 'api', keys: signer.keys } satisfies AuthOptions
const app = fastify()
`

const PROGRAM = `
interface TenantClaims { readonly tenant: string }
const tenantClaims = {
  '~standard': {
    version: 1 as const,
    vendor: 'app',
    validate: (value: unknown) => ({ value: value as TenantClaims }),
  },
}
const isTenant: Guard<TenantClaims> = ({ claims }) => claims.tenant === 'acme'
const tenants = createAuthenticator({ ...options, claims: tenantClaims, guard: isTenant })

export async function start(): Promise<string> {
  app.setErrorHandler(problemDetails())
  await app.register(jwtAuth, options)
  app.get('/health', { config: { auth: false } }, () => 'up')
  app.get('/feed', { config: { auth: { optional: true } } }, (request) => request.auth?.claims.sub ?? 'nobody')
  app.get('/me', handler(app.jwtAuth, (request) => request.auth.claims.sub))
  app.get('/reports', { preHandler: allow(requireScope('reports:read')) }, () => 'reports')
  app.get<{ Params: { id: string } }>(
    '/orders/:id',
    { config: { auth: tenants } },
    handler(tenants, (request) => { const tenant: string = request.auth.claims.tenant; return tenant + request.params.id }),
  )
  await app.register(async (admin) => {
    await admin.register(jwtAuth, admin.jwtAuth.with({ audience: 'admin' }))
  }, { prefix: '/admin' })
  return app.listen({ port: 0 })
}
`

const REFUSED: ConsumerApp['refused'] = [
  ['a caller that may be missing', 'TS18048', `app.get('/me', (request) => request.auth.claims)`],
  ['an option that does not exist', 'TS2769', `app.register(jwtAuth, { ...options, expiresIn: 60 })`],
  [
    'an override of the wrong type',
    'TS2322',
    `app.get('/', { config: { auth: { optional: 'yes' } } }, () => 'up')`,
  ],
  [
    'a claim of unknown type',
    'TS2322',
    `app.get('/me', handler(app.jwtAuth, (request) => { const tenant: string = request.auth.claims['tenant']; return tenant }))`,
  ],
  ['a guard that is not called', 'TS2345', `app.get('/me', { preHandler: allow(requireScope) }, () => 'up')`],
]

const SERVE = `
const app = fastify()
app.setErrorHandler(problemDetails())
app.register(jwtAuth, options).after(() => {
  app.get('/me', handler(app.jwtAuth, (request) => ({ sub: request.auth.claims.sub })))
})
app.listen({ port: 0, host: '127.0.0.1' }).then(() => report(app.server.address().port))
`

export const FASTIFY: ConsumerApp = {
  prelude: PRELUDE,
  program: PROGRAM,
  refused: REFUSED,
  imports: [['{ fastify }', 'fastify'], ['{ handler, jwtAuth, problemDetails }', '@meishi/fastify'], TESTING],
  serve: SERVE,
}
