import type { Auth, AuthOverrides, FetchHandler, Guard, JwtClaims, JwtGenerator } from '@meishi/core'
import * as core from '@meishi/core/adapter'
import type * as koa from 'koa'

declare module 'koa' {
  interface DefaultState extends core.Decorations {}
}

/** Middleware that assumes nothing of state and context, so that the handler behind it keeps what the router infers. */
export type Middleware = koa.Middleware<unknown, unknown>
/** A state with a caller. All else keeps its type, which `Omit` would lose beside the index of Koa's own state. */
type Known<S, Claims> = { [Key in keyof S as Exclude<Key, 'auth'>]: S[Key] } & { auth: Auth<Claims> }

/** Koa middleware that authenticates requests, with the functions of its handle. */
export interface JwtAuth<Claims = JwtClaims> extends Middleware, core.Controls<Claims> {
  /**
   * The same with some options changed; keys, cache and stores are shared. Passing two middlewares means passing
   * both policies, so a looser route stands before the stricter one.
   * @example router.post('/transfers', auth.with({ preventReplay: true }), handler)
   */
  with<Changed = Claims>(overrides: AuthOverrides<Changed>): JwtAuth<Changed>
  /**
   * A handler behind this middleware whose `ctx.state.auth` is there, with the claims' own type. Strangers are refused (401).
   * @example router.get('/me', auth.handler((ctx) => { ctx.body = ctx.state.auth.claims }))
   */
  handler<State = koa.DefaultState, Context = koa.DefaultContext>(
    handle: (ctx: koa.ParameterizedContext<Known<State, Claims>, Context>, next: koa.Next) => unknown,
  ): koa.Middleware<State, Context>
}

/**
 * Protects a Koa 2 or 3 application, with options or a handle of `createAuthenticator`. Refusals are thrown, with
 * their headers set already.
 * @throws ConfigurationError naming the option and the rule
 * @example app.use(jwtAuth({ issuer: 'https://id.example', audience: 'https://api.example' }))
 */
export function jwtAuth<Claims = JwtClaims>(options: core.OptionsOrHandle<Claims>): JwtAuth<Claims> {
  const authenticator = core.authenticatorOf(options)
  const middleware: koa.Middleware = (ctx, next) =>
    core.andThen(core.enforce(authenticator, visitOf(ctx)), next)
  const handler =
    (handle: koa.Middleware): koa.Middleware =>
    async (ctx, next) => {
      ctx.state.auth = core.orThrow(core.requireCaller(authenticator, ctx.req, ctx.res)) as Auth
      return handle(ctx, next)
    }
  return Object.assign(middleware as Middleware, core.controlsOf(authenticator), {
    with: <Changed>(overrides: AuthOverrides<Changed>) => jwtAuth(authenticator.with(overrides)),
    handler: handler as unknown as JwtAuth<Claims>['handler'],
  })
}

/**
 * Lets a request pass whose caller the guard accepts. It runs behind `jwtAuth`, so after the `jti` was spent.
 * @example router.get('/reports', allow(requireScope('reports:read')), handler)
 */
export function allow(guard: Guard<never>): Middleware {
  core.checkFunction('guard', guard)
  return async (ctx, next) => {
    core.orThrow(core.admit(guard, ctx.req, ctx.res))
    return next()
  }
}

/**
 * Makes a token for the request that goes on to a backend, in `Authorization` or `ctx.state.generated`. It runs behind `jwtAuth`.
 * @example router.all('/orders', auth, attachJwt(generator), proxy)
 */
export function attachJwt(generator: JwtGenerator, variables?: core.MoreVariables<koa.Context>): Middleware {
  const attach = core.createAttachment(generator, variables)
  return (ctx, next) => attach(visitOf(ctx as koa.Context), ctx as koa.Context).then(next)
}

/**
 * Serves the paths of a fetch handler, behind a prefix; all others go on. Before or behind body parsers.
 * @throws ConfigurationError where it is no fetch handler, or the prefix no path
 * @example app.use(mount(handler, '/auth'))
 */
export function mount(handler: FetchHandler, prefix = ''): Middleware {
  const ask = core.createMount(handler, prefix)
  return async (ctx, next) => {
    const answer = await ask({ ...visitOf(ctx as koa.Context), path: ctx.path, remoteAddress: ctx.ip })
    if (answer === undefined) return next()
    ctx.status = answer.status
    ctx.body = answer.body ?? ''
    for (const name of ['Content-Type', 'Content-Length']) ctx.remove(name) // of Koa's choice
    core.setAnswerHeaders(ctx.res, answer.headers)
  }
}

/** Middleware for the top of the app that answers meishi's refusals as problem details (RFC 9457), and rethrows every other error. */
export function problemDetails(): Middleware {
  return (ctx, next) =>
    next().catch((error: unknown) => {
      const problem = core.renderProblem(error)
      if (problem === undefined) throw error
      ctx.status = problem.status
      ctx.set({ ...problem.headers })
      ctx.body = problem.body
    })
}

const surfaceOf = core.createSurfaces<koa.Context>({
  originals: (ctx) => [ctx, ctx.request, ctx.req],
  params: (ctx) => [ctx, ctx.request],
  bodies: (ctx) => [ctx.request, ctx.req],
  queryChanged({ request, req }) {
    for (const memo of ['_querycache', 'memoizedURL']) Reflect.deleteProperty(request, memo) // of the old URL
    Reflect.deleteProperty(req, '_parsedUrl')
  },
})

const visitOf = (ctx: koa.Context) => ({
  surface: surfaceOf(ctx.req, ctx),
  view: core.viewOfMessage(ctx.req, () => ctx._matchedRoute, ctx.request),
  response: ctx.res,
  holder: ctx.state,
})
