import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { jwk } from 'hono/jwk'
import { createRawCheck } from '../lib/bare.mjs'
import { tokenOf } from './token-of.mjs'

function listen(middleware) {
  const app = new Hono()
  app.onError((error, c) => c.text('no', error.status ?? 500))
  if (middleware !== undefined) app.use(middleware)
  app.get('/', (c) => c.text('ok'))
  return new Promise((resolve) => {
    serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port))
  })
}

const raw = (settings) => {
  const check = createRawCheck(settings)
  return (c, next) => {
    check(tokenOf(c.req.header('authorization')))
    return next()
  }
}

const app = (create, more = {}) => ({
  framework: 'Hono 4',
  listen: (settings) => listen(create?.(settings)),
  ...more,
})

export const apps = {
  hono: app(),
  'hono, raw verify': app(raw, { cached: false }),
  'hono, jwk': app(({ alg, issuer, audience, jwks }) =>
    jwk({ keys: jwks.keys, alg: [alg], verification: { iss: issuer, aud: audience } }),
  ),
}
