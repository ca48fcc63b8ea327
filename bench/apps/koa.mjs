import { jwtAuth } from '@meishi/koa'
import Koa from 'koa'
import jwt from 'koa-jwt'
import { createRawCheck } from '../lib/bare.mjs'
import { tokenOf } from './token-of.mjs'

function listen(middleware) {
  const app = new Koa()
  app.silent = true
  if (middleware !== undefined) app.use(middleware)
  app.use((ctx) => {
    ctx.body = 'ok'
  })
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server.address().port))
  })
}

const raw = (settings) => {
  const check = createRawCheck(settings)
  return (ctx, next) => {
    check(tokenOf(ctx.headers.authorization))
    return next()
  }
}

const app = (create, more = {}) => ({
  framework: 'Koa 3',
  listen: (settings) => listen(create?.(settings)),
  ...more,
})

export const apps = {
  koa: app(),
  'koa, raw verify': app(raw, { cached: false }),
  '@meishi/koa': app(({ issuer, audience, alg, jwks }) =>
    jwtAuth({ issuer, audience, algorithms: [alg], keys: { jwks } }),
  ),
  'koa-jwt': app(({ alg, key, issuer, audience }) =>
    jwt({ secret: key, algorithms: [alg], issuer, audience }),
  ),
}
