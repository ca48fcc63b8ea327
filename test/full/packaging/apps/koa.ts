import { type ConsumerApp, TESTING } from '../consumer-app.js'

const PRELUDE = `
import Koa from 'koa'
import { type AuthOptions, type Guard, requireScope } from '@meishi/core'
import { createSigner } from '@meishi/core/testing'
import { allow, jwtAuth, problemDetails } from '@meishi/koa'

const signer = createSigner()
const options = { issuer: 'https://id.test', audience: 'api', keys: signer.keys } satisfies AuthOptions
const auth = jwtAuth(options)
const app = new Koa()
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
const tenants = jwtAuth({ ...options, claims: tenantClaims, guard: isTenant })

app.use(problemDetails()).use(auth.with({ optional: true })).use(allow(requireScope('read')))
app.use(async (ctx, next) => { ctx.set('x-caller', ctx.state.auth?.claims.sub ?? 'nobody'); await next() })
app.use(auth.handler((ctx, next) => { ctx.body = ctx.state.auth.claims.sub; return next() }))
app.use(tenants).use(tenants.handler((ctx) => { const name: string = ctx.state.auth.claims.tenant; ctx.body = name }))

interface State { readonly user: string }
const typed = new Koa<State>()
typed.use(auth).use(auth.handler<State>((ctx) => { ctx.body = ctx.state.user + String(ctx.state.auth.claims.sub) }))

export const ready: Promise<void> = auth.ready()
`

const REFUSED: ConsumerApp['refused'] = [
  [
    'a caller that may be missing',
    'TS18048',
    `app.use(auth).use((ctx) => { ctx.body = ctx.state.auth.claims })`,
  ],
  ['an option that does not exist', 'TS2353', `jwtAuth({ ...options, expiresIn: 60 })`],
  ['a change of what belongs to the family', 'TS2353', `auth.with({ cache: false })`],
  [
    'a claim of unknown type',
    'TS2322',
    `app.use(auth.handler((ctx) => { const tenant: string = ctx.state.auth.claims['tenant']; ctx.body = tenant }))`,
  ],
  ['a guard that is not called', 'TS2345', `app.use(allow(requireScope))`],
]

const SERVE = `
const app = new Koa()
const auth = jwtAuth(options)
app.use(problemDetails()).use(auth)
app.use(auth.handler((ctx) => { ctx.body = { sub: ctx.state.auth.claims.sub } }))
const server = app.listen(0, '127.0.0.1', () => report(server.address().port))
`

export const KOA: ConsumerApp = {
  prelude: PRELUDE,
  program: PROGRAM,
  refused: REFUSED,
  imports: [['Koa', 'koa'], ['{ jwtAuth, problemDetails }', '@meishi/koa'], TESTING],
  serve: SERVE,
}
