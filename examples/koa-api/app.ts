import Router from '@koa/router'
import { type AuthOptions, requireScope } from '@meishi/core'
import { allow, jwtAuth, problemDetails } from '@meishi/koa'
import Koa from 'koa'

/** A small API with a policy for all of it, and routes that differ. */
export function createApp(options: AuthOptions): Koa {
  const app = new Koa()
  const auth = jwtAuth(options)
  const jobs = auth.with({ audience: 'https://jobs.test' })
  const payments = auth.with({ preventReplay: true, guard: requireScope('pay') })

  // A request passes every policy that it meets, so looser and other ones stand before the one for all.
  const before = new Router()
  before.get('/health', (ctx) => {
    ctx.body = { status: 'ok' }
  })
  before.get('/feed', auth.with({ optional: true }), (ctx) => {
    ctx.body = { feedFor: ctx.state.auth?.claims.sub ?? 'everybody' }
  })
  before.post(
    '/jobs',
    jobs,
    jobs.handler((ctx) => {
      ctx.status = 202
      ctx.body = { startedBy: ctx.state.auth.claims.sub }
    }),
  )

  const behind = new Router()
  behind.get(
    '/me',
    auth.handler((ctx) => {
      ctx.body = { sub: ctx.state.auth.claims.sub }
    }),
  )
  behind.get('/reports', allow(requireScope('reports:read')), (ctx) => {
    ctx.body = { reports: ['2026-06', '2026-07'] }
  })
  behind.post(
    '/transfers',
    payments,
    payments.handler((ctx) => {
      ctx.status = 201
      ctx.body = { paidBy: ctx.state.auth.claims.sub }
    }),
  )

  app.use(problemDetails())
  app.use(before.routes())
  app.use(auth)
  app.use(behind.routes())
  return app
}
