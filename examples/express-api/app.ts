import { type AuthOptions, requireScope } from '@meishi/core'
import { allow, jwtAuth, problemDetails } from '@meishi/express'
import express, { type Express } from 'express'

/** A small API with a policy for all of it, and routes that differ. */
export function createApp(options: AuthOptions): Express {
  const app = express()
  const auth = jwtAuth(options)
  const jobs = auth.with({ audience: 'https://jobs.test' })
  const payments = auth.with({ preventReplay: true, guard: requireScope('pay') })

  // A request passes every policy that it meets, so looser and other ones stand before the one for all.
  app.get('/health', (_req, res) => {
    res.json({ status: 'ok' })
  })
  app.get('/feed', auth.with({ optional: true }), (req, res) => {
    res.json({ feedFor: req.auth?.claims.sub ?? 'everybody' })
  })
  app.post(
    '/jobs',
    jobs,
    jobs.handler((req, res) => {
      res.status(202).json({ startedBy: req.auth.claims.sub })
    }),
  )

  app.use(auth)
  app.get(
    '/me',
    auth.handler((req, res) => {
      res.json({ sub: req.auth.claims.sub })
    }),
  )
  app.get('/reports', allow(requireScope('reports:read')), (_req, res) => {
    res.json({ reports: ['2026-06', '2026-07'] })
  })
  app.post(
    '/transfers',
    payments,
    payments.handler((req, res) => {
      res.status(201).json({ paidBy: req.auth.claims.sub })
    }),
  )

  app.use(problemDetails())
  return app
}
