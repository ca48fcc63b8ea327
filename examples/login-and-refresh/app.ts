import type { RevocationList, Seconds } from '@meishi/core'
import { jwtAuth, mount, problemDetails } from '@meishi/express'
import type { Issuer } from '@meishi/issuer'
import { createSessions, issuerKeySource, type SessionEvent, type SessionStore } from '@meishi/sessions'
import express, { type Express } from 'express'
import { page } from './page.js'
import { script } from './script.js'
import type { Users } from './users.js'

/** What the site is made of. */
export interface Site {
  readonly issuer: Issuer
  readonly users: Users
  readonly store: SessionStore
  readonly revocation: RevocationList
  /** A Redis client that counts failed logins for all processes. */
  readonly redis?: object
  readonly accessLifetime?: Seconds
  readonly refreshGrace?: Seconds
  onEvent?(event: SessionEvent): void
}

const APP = 'https://api.example.com'

/** A page that logs in, an API that it calls, and the endpoints between them. */
export function createApp(site: Site): Express {
  const { issuer, users, store, revocation, redis, accessLifetime, refreshGrace, onEvent } = site
  const sessions = createSessions({
    issuer,
    store,
    revocation,
    app: APP,
    authenticate: (user, password) => users.authenticate(user, password),
    cookie: {},
    ...(redis && { loginLimits: { redis } }),
    ...(accessLifetime && { accessLifetime }),
    ...(refreshGrace !== undefined && { refreshGrace }),
    ...(onEvent && { onEvent }),
  })
  const keys = { source: issuerKeySource(issuer) }
  const auth = jwtAuth({ issuer: issuer.issuer, audience: APP, keys, revocation })

  const app = express()
  app.get('/', (_req, res) => void res.type('html').send(page))
  app.get('/script.js', (_req, res) => void res.type('js').send(script))
  app.use(mount(issuer.handler)) // for verifiers in other processes
  app.use('/auth', mount(sessions.handler))
  app.get(
    '/api/me',
    auth,
    auth.handler((req, res) => {
      const { sub, role } = req.auth.claims
      res.json({ sub, role })
    }),
  )
  app.use(problemDetails())
  return app
}
