import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { jwk } from 'hono/jwk'

function listen(middleware) {
  const app = new Hono()
  if (middleware !== undefined) app.use(middleware)
  app.get('/', (c) => c.text('ok'))
  return new Promise((resolve) => {
    serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port))
  })
}

const app = (create) => ({ framework: 'Hono 4', listen: (settings) => listen(create?.(settings)) })

export const apps = {
  hono: app(),
  'hono, jwk': app(({ alg, issuer, audience, jwks }) =>
    jwk({ keys: jwks.keys, alg: [alg], verification: { iss: issuer, aud: audience } }),
  ),
}
