import { type Authenticator, createAuthenticator } from '@meishi/core'
import { jwtAuth } from '@meishi/fastify'
import fastify, { type FastifyInstance, type FastifyRequest, type RouteShorthandOptions } from 'fastify'
import { onTestFinished } from 'vitest'
import { handleOf } from '../callers.js'
import { siteAt } from '../frameworks/listen.js'
import { POLICY } from '../issuer.js'
import type { MountLevel, Placed } from './mount-levels.js'

/** Declares the route, which may have a word of its own, at a path below where it is called. */
type Declare = (app: FastifyInstance, path: string, config?: object) => void
type Mount = (app: FastifyInstance, auth: Authenticator, declare: Declare, own: Authenticator) => unknown

const PATH = '/teams/:user/items/:item'

const MOUNTS: Readonly<Record<string, Mount>> = {
  'the app': async (app, auth, declare) => {
    await app.register(jwtAuth, auth)
    declare(app, PATH)
  },
  'the app, after the route': async (app, auth, declare) => {
    declare(app, PATH)
    await app.register(jwtAuth, auth)
  },
  'the app, before a plugin with a prefix': async (app, auth, declare) => {
    await app.register(jwtAuth, auth)
    await app.register(async (part) => declare(part, '/:user/items/:item'), { prefix: '/teams' })
  },
  'the app, before a prefix with the parameter': async (app, auth, declare) => {
    await app.register(jwtAuth, auth)
    await app.register(async (part) => declare(part, '/items/:item'), { prefix: '/teams/:user' })
  },
  'a plugin with a prefix': (app, auth, declare) =>
    app.register(
      async (part) => {
        await part.register(jwtAuth, auth)
        declare(part, '/:user/items/:item')
      },
      { prefix: '/teams' },
    ),
  'the inner of two prefixes': (app, auth, declare) =>
    app.register(
      async (part) => {
        await part.register(
          async (inner) => {
            await inner.register(jwtAuth, auth)
            declare(inner, '/:item')
          },
          { prefix: '/items' },
        )
      },
      { prefix: '/teams/:user' },
    ),
  'both of two prefixes': (app, auth, declare) =>
    app.register(
      async (part) => {
        await part.register(jwtAuth, auth)
        await part.register(
          async (inner) => {
            await inner.register(jwtAuth, auth)
            declare(inner, '/:item')
          },
          { prefix: '/items' },
        )
      },
      { prefix: '/teams/:user' },
    ),
  'the route, within an application of another family': async (app, _auth, declare, own) => {
    await app.register(jwtAuth, POLICY)
    declare(app, PATH, { auth: own })
  },
  'a route with an expression': async (app, auth, declare) => {
    await app.register(jwtAuth, auth)
    declare(app, '/teams/:user(^[a-z]+)/items/:item(\\d+)')
  },
  'a router that does not mind case and slashes': async (app, auth, declare) => {
    await app.register(jwtAuth, auth)
    declare(app, '/TEAMS/:user/ITEMS/:item/')
  },
}

const placedOf = ({ url, originalUrl, query, params }: FastifyRequest): Placed => ({
  url,
  originalUrl,
  query: { ...(query as Placed['query']) },
  params: { ...(params as Placed['params']) },
})

export const FASTIFY_MOUNTS: readonly MountLevel[] = Object.entries(MOUNTS).map(([name, mount]) => ({
  name,
  serve: async (caller, claimMapping) => {
    const app = fastify({ routerOptions: { caseSensitive: false, ignoreTrailingSlash: true } })
    onTestFinished(() => app.close())
    app.setErrorHandler((_error, request, reply) => reply.code(200).send(placedOf(request)))
    const exempt = caller.isExempt === true ? { auth: false } : {}
    const declare: Declare = (part, path, config) => {
      const options = { config: { ...exempt, ...config } } as RouteShorthandOptions
      part.all(path, options, async (request) => placedOf(request))
    }
    const auth = caller.handle(createAuthenticator({ ...POLICY, claimMapping }))
    await mount(app, auth, declare, handleOf(caller, claimMapping))
    await app.listen({ port: 0, host: '127.0.0.1' })
    return siteAt(app.server)
  },
}))
