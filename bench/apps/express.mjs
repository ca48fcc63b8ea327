import { jwtAuth } from '@meishi/express'
import express from 'express'
import { expressjwt } from 'express-jwt'
import { auth as bearer } from 'express-oauth2-jwt-bearer'
import passport from 'passport'
import { ExtractJwt, Strategy } from 'passport-jwt'
import { createRawCheck } from '../lib/bare.mjs'
import { tokenOf } from './token-of.mjs'

function listen(middleware) {
  const app = express()
  if (middleware !== undefined) app.use(middleware)
  app.get('/', (_req, res) => {
    res.set('content-type', 'text/plain').end('ok')
  })
  // The handler of Express would write each refusal to the terminal.
  app.use((error, _req, res, _next) => {
    res.status(error.status ?? 500).end()
  })
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server.address().port))
  })
}

const raw = (settings) => {
  const check = createRawCheck(settings)
  return (req, _res, next) => {
    check(tokenOf(req.headers.authorization))
    next()
  }
}

function withPassport({ alg, key, issuer, audience }) {
  const jwtFromRequest = ExtractJwt.fromAuthHeaderAsBearerToken()
  const options = { jwtFromRequest, secretOrKey: key, issuer, audience, algorithms: [alg] }
  passport.use(new Strategy(options, (claims, done) => done(null, claims)))
  return passport.authenticate('jwt', { session: false })
}

const app = (create, more = {}) => ({
  framework: 'Express 5',
  listen: (settings) => listen(create?.(settings)),
  ...more,
})

export const apps = {
  express: app(),
  'express, raw verify': app(raw, { cached: false }),
  '@meishi/express': app(({ issuer, audience, alg, jwks }) =>
    jwtAuth({ issuer, audience, algorithms: [alg], keys: { jwks } }),
  ),
  'express-jwt': app(({ alg, key, issuer, audience }) =>
    expressjwt({ secret: key, algorithms: [alg], issuer, audience }),
  ),
  'express-oauth2-jwt-bearer': app(({ alg, issuer, audience, jwksUri }) =>
    bearer({ issuer, audience, jwksUri, tokenSigningAlg: alg }),
  ),
  'passport-jwt': app(withPassport),
}
