import fastify, { type FastifyInstance, type FastifyRequest, type FastifyServerOptions } from 'fastify'
import { onTestFinished } from 'vitest'
import type { Site } from './frameworks/framework.js'
import { siteAt } from './frameworks/listen.js'

/** A Fastify application that listens until the test has finished. */
export async function serveFastify(
  build: (app: FastifyInstance) => unknown,
  options: FastifyServerOptions = {},
): Promise<Site> {
  const app = fastify(options)
  onTestFinished(() => app.close())
  await build(app)
  await app.listen({ port: 0, host: '127.0.0.1' })
  return siteAt(app.server)
}

/** Every place where Fastify shows the target, or a part of it. */
export const targetsOf = ({
  url,
  originalUrl,
  raw,
  query,
  params,
}: FastifyRequest): Record<string, unknown> => ({
  url: [url, raw.url],
  originalUrl,
  rawOriginalUrl: Reflect.get(raw, 'originalUrl'),
  query,
  params,
})
