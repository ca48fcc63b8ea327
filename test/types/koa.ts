// Compiled, never run: what must compile, and, behind `@ts-expect-error`, what must not. Compiled with the types of
// Koa 3 by the type check.
import Router, { type RouterContext, type RouterMiddleware } from '@koa/router'
import {
  type Auth,
  createAuthenticator,
  createHealthHandler,
  type FetchHandler,
  type Guard,
  type JwtClaims,
  requireScope,
} from '@meishi/core'
import { allow, type JwtAuth, jwtAuth, mount as mountHandler, problemDetails } from '@meishi/koa'
import bodyParser from 'koa-bodyparser'
import mount from 'koa-mount'
import Koa from 'koa3'
import { z } from 'zod'
import { hasType } from './has-type.js'

const policy = { issuer: 'https://id.test', audience: 'https://api.test', keys: { jwks: { keys: [] } } }
const schema = z.object({ sub: z.string(), level: z.number(), team: z.string().optional() })

const auth = jwtAuth(policy)
const typed = jwtAuth({ ...policy, claims: schema })
const routed = auth.with({ claims: schema })
const numbered = auth.with({ claims: z.object({ sub: z.coerce.number() }) })
const optional = typed.with({ optional: true })
const ofHandle = jwtAuth(createAuthenticator(policy))
const isAdult: Guard<{ level: number }> = ({ claims }) => claims.level >= 18

hasType<JwtAuth<JwtClaims>>()(auth)
hasType<JwtAuth<z.infer<typeof schema>>>()(typed)
hasType<JwtAuth<z.infer<typeof schema>>>()(routed)
hasType<JwtAuth<z.infer<typeof schema>>>()(optional)
hasType<JwtAuth<JwtClaims>>()(ofHandle)

jwtAuth({ ...policy, claims: schema, check: ({ level }) => level > 1, guard: isAdult })
// @ts-expect-error the check is given the schema's output
jwtAuth({ ...policy, claims: schema, check: ({ grade }) => grade > 1 })
// @ts-expect-error the guard needs a claim that nothing promises
jwtAuth({ ...policy, guard: isAdult })
// @ts-expect-error an unknown option
jwtAuth({ ...policy, audiences: ['https://api.test'] })
// @ts-expect-error a mapping that goes nowhere
jwtAuth({ ...policy, claimMapping: [{ claim: 'sub', to: { cookie: 'user' } }] })
// @ts-expect-error the cache belongs to the family
auth.with({ cache: false })
// @ts-expect-error a guard is a function
allow('read')

// An application whose state has no type of its own.
const app = new Koa()
app
  .use(problemDetails())
  .use(bodyParser())
  .use(auth)
  .use(allow(requireScope('read')))
app.use(mount('/api', auth))
app.use((ctx) => {
  hasType<Auth | undefined>()(ctx.state.auth)
  hasType<unknown>()(ctx.request.body)
  // @ts-expect-error nobody has proven that there is a caller
  ctx.body = ctx.state.auth.claims
})
app.use(
  typed.handler((ctx) => {
    hasType<number>()(ctx.state.auth.claims.level)
    hasType<string | undefined>()(ctx.state.auth.claims.team)
    hasType<JwtClaims>()(ctx.state.auth.token.claims)
    hasType<string>()(ctx.path)
    hasType<unknown>()(ctx.request.body)
    // @ts-expect-error the schema has no such claim
    ctx.body = ctx.state.auth.claims.email
    // @ts-expect-error a caller is not replaced
    ctx.state.auth.claims = { sub: 'mallory', level: 99 }
  }),
)
app.use(
  auth.handler((ctx, next) => {
    hasType<string | undefined>()(ctx.state.auth.claims.sub)
    // @ts-expect-error claims are shared between requests, so nobody writes them
    ctx.state.auth.claims.sub = 'mallory'
    return next()
  }),
)
app.use(numbered.handler((ctx) => hasType<number>()(ctx.state.auth.claims.sub)))

const router = new Router()
router.use(auth)
router.use('/reports', auth, allow(requireScope('read')))
router.get('/users/:id', auth, allow(requireScope('read')), (ctx) => {
  hasType<Auth | undefined>()(ctx.state.auth)
  hasType<Record<string, string>>()(ctx.params)
  // @ts-expect-error nobody has proven that there is a caller
  ctx.body = ctx.state.auth.claims
})
router.get(
  '/teams/:id',
  routed,
  routed.handler((ctx) => {
    hasType<Record<string, string>>()(ctx.params)
    hasType<number>()(ctx.state.auth.claims.level)
    ctx.body = ctx.params.id
  }),
)
router.get(
  '/orders/:id',
  auth.handler((ctx) => {
    ctx.body = ctx.params.id
  }),
)
app.use(router.routes()).use(router.allowedMethods())

// An application whose state and context have types: the middleware takes nothing away from them.
interface State {
  user: string
}
interface Context {
  db: { find(id: string | undefined): number }
}
const typedApp = new Koa<State, Context>()
hasType<Koa<State, Context>>()(typedApp.use(auth).use(allow(requireScope('read'))))
typedApp.use(auth).use((ctx) => {
  hasType<string>()(ctx.state.user)
  // @ts-expect-error the state has no caller
  ctx.body = ctx.state.auth
  // @ts-expect-error nor anything else
  ctx.body = ctx.state.other
})
typedApp.use(
  typed.handler<State, Context>((ctx) => {
    hasType<string>()(ctx.state.user)
    hasType<number>()(ctx.state.auth.claims.level)
    hasType<number>()(ctx.db.find('1'))
    // @ts-expect-error the state has no such member
    ctx.body = ctx.state.other
  }),
)

const typedRouter = new Router<State, Context>()
typedRouter.get(
  '/users/:id',
  typed,
  allow(isAdult),
  typed.handler((ctx) => {
    hasType<string>()(ctx.state.user)
    hasType<number>()(ctx.state.auth.claims.level)
    ctx.body = ctx.db.find(ctx.params.id)
    // @ts-expect-error the state has no such member
    ctx.body = ctx.state.other
  }),
)
typedRouter.get(
  '/users/:id/orders',
  typed.handler<State, RouterContext<State, Context>>((ctx) => {
    hasType<number>()(ctx.state.auth.claims.level)
    ctx.body = ctx.db.find(ctx.params.id)
    // @ts-expect-error the state has no such member
    ctx.body = ctx.state.other
  }),
)
typedApp.use(typedRouter.routes())

/** The declaration holds in code of one's own, and a middleware goes wherever Koa takes one. */
export const subOf = (ctx: Koa.Context): string | undefined => ctx.state.auth?.claims.sub
export const places: [Koa.Middleware, Koa.Middleware<State, Context>, RouterMiddleware] = [auth, auth, auth]

app.use(mountHandler(endpoint)).use(mountHandler(createHealthHandler(auth), '/health'))
hasType<Koa<State, Context>>()(typedApp.use(mountHandler(endpoint)))
router.use(mountHandler(endpoint, '/auth'))
declare const endpoint: FetchHandler
// @ts-expect-error a prefix is text
mountHandler(endpoint, 1)
