import Router from '@koa/router'
import { type JwtAuth, jwtAuth } from '@meishi/koa'
import type Koa from 'koa'
import mount from 'koa-mount'
import { onTestFinished } from 'vitest'
import { handleOf } from '../callers.js'
import type { KoaModule } from '../frameworks/koa.js'
import { listen } from '../frameworks/listen.js'
import type { MountLevel, Placed } from './mount-levels.js'

type Mount = (app: Koa, auth: JwtAuth, handler: Koa.Middleware, inner: Koa) => unknown

const PATH = '/teams/:user/items/:item'

/** A router with one route. Its own types know another context. */
function routing(path: string, layers: readonly Koa.Middleware[], prefix?: string): Router {
  const router = new Router(prefix === undefined ? {} : { prefix })
  router.all(path, ...(layers as never[]))
  return router
}

const routes = (router: Router): Koa.Middleware => router.routes() as unknown as Koa.Middleware

/** A router that has something before its routes. */
function behind(path: string | undefined, first: Koa.Middleware, inner: Router): Router {
  const router = new Router()
  if (path === undefined) router.use(first as never)
  else router.use(path, first as never)
  return router.use(inner.routes() as never)
}

const MOUNTS: Readonly<Record<string, Mount>> = {
  'the app': (app, auth, handler) => app.use(auth).use(routes(routing(PATH, [handler]))),
  'the app, as mounted middleware': (app, auth, handler) =>
    app.use(mount('/teams', auth)).use(routes(routing(PATH, [handler]))),
  'the route': (app, auth, handler) => app.use(routes(routing(PATH, [auth, handler]))),
  'a router': (app, auth, handler) => app.use(routes(behind(undefined, auth, routing(PATH, [handler])))),
  'a path of a router': (app, auth, handler) =>
    app.use(routes(behind('/teams', auth, routing(PATH, [handler])))),
  'a path with the parameter': (app, auth, handler) =>
    app.use(routes(behind('/teams/:user', auth, routing(PATH, [handler])))),
  'a route below a prefix with the parameter': (app, auth, handler) =>
    app.use(routes(routing('/items/:item', [auth, handler], '/teams/:user'))),
  'a router with a prefix with the parameter': (app, auth, handler) => {
    const router = new Router({ prefix: '/teams/:user' })
    router.use(auth as never).all('/items/:item', handler as never)
    app.use(routes(router))
  },
  'the outer of two routers': (app, auth, handler) => {
    const outer = new Router()
    outer.use(auth as never)
    outer.use('/teams/:user', routing('/items/:item', [handler]).routes())
    app.use(routes(outer))
  },
  'the inner of two routers': (app, auth, handler) => {
    const outer = new Router()
    outer.use('/teams/:user', behind(undefined, auth, routing('/items/:item', [handler])).routes())
    app.use(routes(outer))
  },
  'the app, before one router behind another': (app, auth, handler) => {
    app.use(auth).use(routes(routing('/teams/:user/*rest', [(_ctx, next) => next()])))
    app.use(routes(routing(PATH, [handler])))
  },
  'the app, before a mounted app': (app, auth, handler, inner) => {
    inner.use(routes(routing('/:user/items/:item', [handler])))
    app.use(auth).use(mount('/teams', inner))
  },
  'a mounted app': (app, auth, handler, inner) => {
    inner.use(auth).use(routes(routing('/:user/items/:item', [handler])))
    app.use(mount('/teams', inner))
  },
  'a route of a mounted app': (app, auth, handler, inner) => {
    inner.use(routes(routing('/:user/items/:item', [auth, handler])))
    app.use(mount('/teams', inner))
  },
}

const placedOf = ({ url, originalUrl, query, params, request }: Koa.Context): Placed => ({
  url,
  originalUrl,
  query: { ...query },
  params: { ...(params as Placed['params'] | undefined) },
  again: Reflect.get(request, 'params'),
})

const handler: Koa.Middleware = (ctx) => {
  ctx.body = placedOf(ctx)
}
const showRefused: Koa.Middleware = (ctx, next) => next().catch(() => handler(ctx, next))

/** Every place in an application of one version. */
export const koaMounts = (KoaApp: KoaModule): readonly MountLevel[] =>
  Object.entries(MOUNTS).map(([name, place]) => ({
    name,
    serve: (caller, claimMapping) => {
      const app = new KoaApp()
      app.use(showRefused)
      place(app, jwtAuth(handleOf(caller, claimMapping)), handler, new KoaApp())
      return listen(app.callback(), onTestFinished)
    },
  }))
