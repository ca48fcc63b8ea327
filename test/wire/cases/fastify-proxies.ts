import httpProxy from '@fastify/http-proxy'
import replyFrom from '@fastify/reply-from'
import { jwtAuth } from '@meishi/fastify'
import fastify, { type FastifyInstance } from 'fastify'
import { siteAt } from '../frameworks/listen.js'
import { addressOf, type ProxyCase } from './proxies.js'

type Mount = (app: FastifyInstance, config: object, upstream: string) => unknown

const forwardsBodies = (app: FastifyInstance): FastifyInstance => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  return app
}

const PROXIES: Readonly<Record<string, Mount>> = {
  '@fastify/http-proxy': (app, config, upstream) =>
    app.register(httpProxy, { upstream, prefix: '/up', disableRequestLogging: true, config }),
  '@fastify/http-proxy without its own parsers': (app, config, upstream) =>
    forwardsBodies(app).register(httpProxy, { upstream, prefix: '/up', proxyPayloads: false, config }),
  '@fastify/reply-from': async (app, config, upstream) => {
    await forwardsBodies(app).register(replyFrom, { base: upstream, disableRequestLogging: true })
    app.all('/up/path', { config }, (_request, reply) => reply.from('/path'))
  },
}

export const FASTIFY_PROXIES: readonly ProxyCase[] = Object.entries(PROXIES).map(([name, mount]) => ({
  name,
  path: '/path',
  serve: async (auth, isExempt, upstreamPort, until) => {
    const app = fastify()
    until(() => app.close())
    await app.register(jwtAuth, auth)
    await mount(app, isExempt ? { auth: false } : {}, addressOf(upstreamPort))
    await app.listen({ port: 0, host: '127.0.0.1' })
    return siteAt(app.server)
  },
}))
