import { type AuthOptions, requireScope } from '@meishi/core'
import { allow, handler, jwtAuth, problemDetails } from '@meishi/fastify'
import fastify, { type FastifyInstance } from 'fastify'

/** A small API with a policy for all of it, and routes that differ. */
export async function createApp(options: AuthOptions): Promise<FastifyInstance> {
  const app = fastify()
  await app.register(jwtAuth, options)
  const jobs = { audience: 'https://jobs.test' }
  const payments = { preventReplay: true, guard: requireScope('pay') }

  // What a route says in `config.auth` is laid over the policy for all.
  app.get('/health', { config: { auth: false } }, () => ({ status: 'ok' }))
  app.get('/feed', { config: { auth: { optional: true } } }, (request) => ({
    feedFor: request.auth?.claims.sub ?? 'everybody',
  }))
  app.post(
    '/jobs',
    { config: { auth: jobs } },
    handler(app.jwtAuth, (request, reply) => {
      reply.code(202)
      return { startedBy: request.auth.claims.sub }
    }),
  )

  app.get(
    '/me',
    handler(app.jwtAuth, (request) => ({ sub: request.auth.claims.sub })),
  )
  app.get('/reports', { preHandler: allow(requireScope('reports:read')) }, () => ({
    reports: ['2026-06', '2026-07'],
  }))
  app.post(
    '/transfers',
    { config: { auth: payments } },
    handler(app.jwtAuth, (request, reply) => {
      reply.code(201)
      return { paidBy: request.auth.claims.sub }
    }),
  )

  app.setErrorHandler(problemDetails())
  return app
}
