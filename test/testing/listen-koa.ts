import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import type { ListenWithAdapter, SeenRequest } from '@meishi/core/testing'
import { allow, jwtAuth } from '@meishi/koa'
import type Koa from 'koa'
import type { Context } from 'koa'

/** Runs scenarios with `@meishi/koa`. */
export function listenWithKoa(koa: typeof Koa): ListenWithAdapter {
  return async ({ handles, guard, answer, showRefused }) => {
    const app = new koa()
    const router = new Router()
    app.silent = true
    app.use(async (ctx, next) => {
      try {
        await next()
      } catch (error) {
        showRefused(seen(ctx))
        throw error
      }
    })
    app.use(bodyParser())
    for (const path of ['/target', '/target/:user']) {
      for (const handle of handles) router.all(path, jwtAuth(handle))
      if (guard !== undefined) router.all(path, allow(guard))
      router.all(path, (ctx) => {
        ctx.body = answer(seen(ctx))
      })
    }
    app.use(router.routes())
    const server = createServer(app.callback())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return { port: (server.address() as AddressInfo).port, close: () => server.close() }
  }
}

function seen(ctx: Context & { params?: unknown }): SeenRequest {
  const { req, request, params, originalUrl, query, state } = ctx
  const { headers, rawHeaders, headersDistinct, url } = req
  const { auth } = state
  const body: unknown = Reflect.get(request, 'body')
  return { auth, headers, rawHeaders, headersDistinct, url, originalUrl, query, params, body }
}
