import { loadJwtPlugin } from '@meishi/config'
import { jwtAuth, problemDetails } from '@meishi/express'
import express, { type Express, type RequestHandler } from 'express'

/**
 * A small API behind two JWT plugin configurations: under `/api` a token can be used as long as it is valid,
 * under `/payments` once.
 */
export function createApp(plugins: { readonly api: string; readonly payments: string }): Express {
  const app = express()
  app.use('/api', jwtAuth(loadJwtPlugin(plugins.api)))
  app.use('/payments', jwtAuth(loadJwtPlugin(plugins.payments)))
  app.get('/api/orders', showCaller)
  app.post('/payments', showCaller)
  app.use(problemDetails())
  return app
}

/** What a backend sees: the claims, and the parameters that they were mapped to. */
const showCaller: RequestHandler = (req, res) => {
  res.json({ sub: req.auth?.claims.sub, 'X-Aud': req.headers['x-aud'], userId: req.query.userId })
}
