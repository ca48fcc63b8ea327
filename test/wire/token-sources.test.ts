import { createAuthenticator } from '@meishi/core'
import { describe, expect, test } from 'vitest'
import { SOURCE_CASES } from './cases/token-sources.js'
import type { NativeHandler } from './frameworks/framework.js'
import { whoami } from './frameworks/handlers.js'
import { FRAMEWORKS } from './frameworks.js'
import { mint, POLICY } from './issuer.js'
import { valuesOf } from './raw-http.js'

/** Adds to `Vary` what is there already, where the framework has a function for it. */
const VARYING: NativeHandler = {
  express: (_req, res) => void res.vary('Cookie').end(),
  koa: (ctx) => ctx.vary('Cookie'),
  fastify: (_request, reply) => reply.send(''),
}

describe.each(FRAMEWORKS)('$name', ({ serve }) => {
  test.each(SOURCE_CASES)(
    'answers $status to $name',
    async ({ options, request, status, cacheControl, vary }) => {
      const app = createAuthenticator({ ...POLICY, ...options })
      const routes = [{ path: '/', typedBy: app, handler: whoami }]
      const { ask } = await serve({ app, parses: ['urlencoded', 'json'], routes })

      const answer = await ask({ target: '/', ...request(mint()) })

      expect(answer.status).toBe(status)
      if (status === 200) {
        expect(answer.body).toBe('alice')
        expect(valuesOf(answer, 'cache-control')).toEqual(cacheControl === undefined ? [] : [cacheControl])
        expect(valuesOf(answer, 'vary')).toEqual(vary === undefined ? [] : [vary])
      }
    },
  )

  test('adds to the Vary that is there, once', async () => {
    const app = createAuthenticator({ ...POLICY, token: { cookie: 'session' } })
    const { ask } = await serve({
      app,
      prepare: {
        express: (express) => express.use((_req, res, next) => next(void res.vary('Accept-Encoding'))),
        koa: (koa) =>
          koa.use((ctx, next) => {
            ctx.vary('Accept-Encoding')
            return next()
          }),
        fastify: (fastify) =>
          fastify.addHook('onRequest', async (_, reply) => void reply.header('Vary', 'Accept-Encoding')),
      },
      routes: [{ path: '/', auth: [app.with({ requiredClaims: ['sub'] })], handler: VARYING }],
    })

    const answer = await ask({ target: '/', headers: [`Cookie: session=${mint()}`] })

    expect(valuesOf(answer, 'vary').join().toLowerCase()).toBe('accept-encoding, cookie')
  })

  test('names the configured scheme in its challenge', async () => {
    const app = { ...POLICY, token: { header: 'authorization', scheme: 'JWT' } }
    const { ask } = await serve({ app, routes: [{ path: '/' }] })

    expect(valuesOf(await ask({ target: '/' }), 'www-authenticate')).toEqual(['JWT'])
  })
})
