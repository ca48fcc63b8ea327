import { jwtAuth } from '@meishi/express'
import type { ErrorRequestHandler } from 'express5'
import { expect, test } from 'vitest'
import { listen, VERSIONS } from './express-versions.js'
import { bearer, mint, POLICY } from './issuer.js'
import { send } from './raw-http.js'

test.each(VERSIONS)('$version gets the promise of a typed handler that rejects', async ({ express }) => {
  const auth = jwtAuth(POLICY)
  const failing = auth.handler(async () => {
    throw new Error('a mistake of the application')
  })
  const app = express()
  app.get('/', auth, (req, res, next) => Promise.resolve(failing(req, res, next)).catch(next))
  app.use(
    ((error: Error, _req, res, _next) => void res.status(500).end(error.message)) as ErrorRequestHandler,
  )

  const answer = await send(await listen(app), { target: '/', headers: [bearer(mint())] })

  expect([answer.status, answer.body]).toEqual([500, 'a mistake of the application'])
})
