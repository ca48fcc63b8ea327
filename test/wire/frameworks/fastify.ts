import formbody from '@fastify/formbody'
import type { Authenticator } from '@meishi/core'
import { allow, jwtAuth, problemDetails, handler as typed } from '@meishi/fastify'
import express5 from 'express5'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { onTestFinished } from 'vitest'
import type { Echo } from './echo.js'
import type { Application, ErrorHandling, Framework, Protection, Route, Site, Until } from './framework.js'
import { echo, OWN_ANSWER, reached, statusOf } from './handlers.js'
import { siteAt } from './listen.js'

export const fastify5: Framework = { name: 'Fastify 5', kind: 'fastify', serve }

async function serve(application: Application, until: Until = onTestFinished): Promise<Site> {
  const { app: policy, routes, errors = 'own', prepare } = application
  const log: string[] = []
  const stream = { write: (line: string) => void log.push(line) }
  // Fastify's own record of a request has its whole URL, with the token where one stands there.
  const serializers = { req: ({ method }: FastifyRequest) => ({ method }) }
  const app = fastify({ logger: { level: 'info', stream, serializers } })
  until(() => app.close())
  await prepare?.fastify?.(app)
  await parseBodies(app, application)
  if (errors !== 'default') app.setErrorHandler(ERROR_HANDLERS[errors])
  if (policy !== undefined) await app.register(jwtAuth, policy)
  for (const route of routes) await nest(app, route.auth ?? [], route)
  await app.listen({ port: 0, host: '127.0.0.1' })
  return siteAt(app.server, () => log.join(''))
}

/**
 * Fastify answers some requests before our hooks: 400 to a URL that it cannot decode; 415 to a body of a type that it
 * has no parser for, and 400 to one that a parser refuses, both before `preValidation`. To compare, bodies of other
 * types stay unread here as in the other frameworks, and forms are read by the parser of `express.urlencoded()`.
 */
async function parseBodies(app: FastifyInstance, { parses = [] }: Application): Promise<void> {
  if (!parses.includes('json')) app.removeContentTypeParser('application/json')
  app.removeContentTypeParser('text/plain')
  if (parses.includes('urlencoded')) {
    const parser = express5().set('query parser', 'extended').get('query parser fn')
    await app.register(formbody, { parser })
  }
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
}

/** Each policy is a register of the plugin, within the one before. */
async function nest(
  app: FastifyInstance,
  [outer, ...inner]: readonly Protection[],
  route: Route,
): Promise<void> {
  if (outer === undefined) return declare(app, route)
  await app.register(async (scope) => {
    await scope.register(jwtAuth, outer)
    await nest(scope, inner, route)
  })
}

function declare(
  app: FastifyInstance,
  { path, instead, guards = [], typedBy, handler = reached }: Route,
): void {
  const answer =
    typeof handler !== 'function'
      ? handler.fastify
      : (request: FastifyRequest) => handler({ ...echoOf(request), auth: request.auth })
  app.all(path, {
    config: { ...(instead !== undefined && { auth: instead }) },
    preHandler: guards.map(allow),
    handler: typedBy === undefined ? answer : typed(typedBy as Authenticator, answer as never),
  })
}

function echoOf(request: FastifyRequest): Echo {
  const { raw, headers, url, originalUrl, query, params, body } = request
  return {
    headers,
    rawHeaders: raw.rawHeaders,
    headersDistinct: raw.headersDistinct,
    url,
    originalUrl,
    query: { ...(query as Echo['query']) },
    params: { ...(params as Echo['params']) },
    body,
    cookies: Reflect.get(request, 'cookies'),
    elsewhere: {
      raw: { url: raw.url, originalUrl: Reflect.get(raw, 'originalUrl'), body: Reflect.get(raw, 'body') },
    },
  }
}

type ErrorHandler = (error: unknown, request: FastifyRequest, reply: FastifyReply) => void

const ERROR_HANDLERS: Readonly<Record<Exclude<ErrorHandling, 'default'>, ErrorHandler>> = {
  own: (error, _request, reply) => void reply.code(statusOf(error)).send(OWN_ANSWER),
  problem: problemDetails(),
  echo: (_error, request, reply) => void reply.code(200).send(echo({ ...echoOf(request), auth: undefined })),
}
