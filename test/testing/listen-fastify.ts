import cookie from '@fastify/cookie'
import formBody from '@fastify/formbody'
import type { AdapterScenario, ListenWithAdapter, SeenRequest } from '@meishi/core/testing'
import { allow, jwtAuth } from '@meishi/fastify'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'

/** Runs scenarios with `@meishi/fastify`. */
export const listenWithFastify: ListenWithAdapter = async (scenario) => {
  const app = fastify()
  app.setErrorHandler((error, request, reply) => {
    scenario.showRefused(seen(request))
    return reply.send(error)
  })
  await app.register(cookie)
  await app.register(formBody)
  await nest(app, scenario.handles, scenario)
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  return { port: Number(new URL(address).port), close: () => app.close() }
}

/** One part of the application inside the other, each behind a handle of its own. */
async function nest(
  app: FastifyInstance,
  [handle, ...inner]: readonly AdapterScenario['handles'][number][],
  scenario: AdapterScenario,
): Promise<void> {
  const { guard, answer } = scenario
  if (handle !== undefined) {
    await app.register(jwtAuth, handle)
    await app.register((part) => nest(part, inner, scenario))
    return
  }
  const hooks = guard === undefined ? {} : { preHandler: allow(guard) }
  for (const path of ['/target', '/target/:user']) app.all(path, hooks, (request) => answer(seen(request)))
}

function seen(request: FastifyRequest): SeenRequest {
  const { raw, auth, query, params, body, cookies, originalUrl } = request
  const { headers, rawHeaders, headersDistinct, url } = raw
  return { auth, headers, rawHeaders, headersDistinct, url, originalUrl, query, params, body, cookies }
}
