import Router from '@koa/router'
import type { Authenticator, AuthOptions } from '@meishi/core'
import { allow, type JwtAuth, jwtAuth, problemDetails } from '@meishi/koa'
import type Koa from 'koa'
import bodyParser from 'koa-bodyparser'
import { onTestFinished } from 'vitest'
import type { Echo } from './echo.js'
import type { Application, BodyType, ErrorHandling, Framework, Protection, Route } from './framework.js'
import { echo, inPlaceOf, OWN_ANSWER, reached, statusOf } from './handlers.js'
import { listen } from './listen.js'

/** What the tests use of Koa is the same in both versions. */
export type KoaModule = typeof Koa

export const koaVersion = (name: string, koa: KoaModule): Framework => ({
  name,
  kind: 'koa',
  serve: (application, until = onTestFinished) => listen(create(koa, application).callback(), until),
})

const protect = (protection: Protection): JwtAuth => jwtAuth(protection as AuthOptions | Authenticator)

function create(KoaApp: KoaModule, application: Application): Koa {
  const { app: policy, routes, errors = 'own', env = 'production', prepare, parsers = 'before' } = application
  const app = new KoaApp({ env })
  prepare?.koa?.(app)
  if (errors !== 'default') app.use(ERROR_HANDLERS[errors])
  const parse = parsersOf(application)
  if (parsers === 'before') for (const one of parse) app.use(one)
  const behind = parsers === 'behind' ? parse : []
  const auth = policy === undefined ? undefined : protect(policy)
  app.use(
    routerOf(
      routes.filter(({ instead }) => instead !== undefined),
      auth,
      behind,
    ),
  )
  if (auth !== undefined) app.use(auth)
  app.use(
    routerOf(
      routes.filter(({ instead }) => instead === undefined),
      auth,
      behind,
    ),
  )
  return app
}

const KOA_TYPES = { urlencoded: 'form', json: 'json' } as const satisfies Record<BodyType, string>

function parsersOf({ parses = [] }: Application): Koa.Middleware[] {
  return parses.length === 0 ? [] : [bodyParser({ enableTypes: parses.map((type) => KOA_TYPES[type]) })]
}

function routerOf(
  routes: readonly Route[],
  auth: JwtAuth | undefined,
  parse: readonly Koa.Middleware[],
): Koa.Middleware {
  const router = new Router()
  for (const route of routes) {
    const { path, instead, guards = [], typedBy } = route
    const layers: Koa.Middleware[] = []
    if (instead !== undefined) layers.push(inPlaceOf(auth, instead, protect as never))
    layers.push(...(route.auth ?? []).map(protect), ...parse, ...guards.map(allow))
    const handler = handlerOf(route)
    router.all(
      path,
      ...(layers as never[]),
      typedBy === undefined ? handler : protect(typedBy).handler(handler as never),
    )
  }
  return router.routes() as unknown as Koa.Middleware
}

function handlerOf({ handler = reached }: Route): Koa.Middleware {
  if (typeof handler !== 'function') return handler.koa
  return async (ctx) => {
    ctx.body = await handler({ ...echoOf(ctx), auth: ctx.state.auth })
  }
}

function echoOf(ctx: Koa.Context): Echo {
  const { req, request } = ctx
  // Koa keeps what it parsed of a URL; read first, before other getters renew it.
  const { search, href } = request.URL
  return {
    headers: ctx.headers,
    rawHeaders: req.rawHeaders,
    headersDistinct: req.headersDistinct,
    url: ctx.url,
    originalUrl: ctx.originalUrl,
    query: { ...ctx.query },
    params: { ...(ctx.params as Echo['params'] | undefined) },
    body: Reflect.get(request, 'body'),
    cookies: undefined,
    elsewhere: {
      url: { href, search, querystring: ctx.querystring, own: request.originalUrl, raw: req.url },
      params: Reflect.get(request, 'params'),
      body: Reflect.get(req, 'body'),
      query: request.query,
    },
  }
}

const catching =
  (answer: (error: unknown, ctx: Koa.Context) => void): Koa.Middleware =>
  (ctx, next) =>
    next().catch((error: unknown) => answer(error, ctx))

const ERROR_HANDLERS: Readonly<Record<Exclude<ErrorHandling, 'default'>, Koa.Middleware>> = {
  own: catching((error, ctx) => {
    ctx.status = statusOf(error)
    ctx.body = OWN_ANSWER
  }),
  problem: problemDetails(),
  echo: catching((_error, ctx) => {
    ctx.body = echo({ ...echoOf(ctx), auth: undefined })
  }),
}
