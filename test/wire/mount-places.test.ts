import { createGunzip, gzipSync } from 'node:zlib'
import { createHealthHandler, createJwksHandler, type FetchHandler } from '@meishi/core'
import { jwtAuth as fastifyAuth, mount as fastifyMount } from '@meishi/fastify'
import { mount as koaMount } from '@meishi/koa'
import mountApp from 'koa-mount'
import Koa from 'koa3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { serveFastify } from './fastify-app.js'
import { listen } from './frameworks/listen.js'
import { clientOf, listenHttp2 } from './http2-site.js'
import { POLICY, signer } from './issuer.js'
import { MOUNTING_FRAMEWORKS } from './mounted.js'
import { handler, type Seen } from './mounted-handler.js'
import { type RawAnswer, valuesOf } from './raw-http.js'
import { textOf } from './text-of.js'

const seenBy = (answer: RawAnswer): Seen => JSON.parse(textOf(answer)) as Seen
const FORM_POLICY = { ...POLICY, claimMapping: [{ claim: 'sub', to: { form: 'user' } }] }
const FORM = ['Content-Type: application/x-www-form-urlencoded']

describe.each(MOUNTING_FRAMEWORKS)('$name', ({ serve }) => {
  test.each([
    ['that is strict', POLICY],
    ['with a mapped form', FORM_POLICY],
  ])(
    'what is mounted in front of a policy %s is open to everybody, and nothing else is',
    async (_name, auth) => {
      const site = await serve({ handler, prefix: '/auth', auth })
      const answer = await site.ask({
        method: 'POST',
        target: '/auth/echo',
        headers: FORM,
        body: 'user=alice',
      })
      expect([answer.status, seenBy(answer).body]).toEqual([200, 'user=alice'])
      expect((await site.ask({ method: 'TRACE', target: '/auth/echo' })).status).not.toBe(200)
    },
  )

  test('a bad token is nothing to what looks for none', async () => {
    const site = await serve({ handler, auth: POLICY })
    expect((await site.ask({ target: '/echo', headers: ['Authorization: Bearer x'] })).status).toBe(200)
  })

  test('serves a key set, and says when it has not changed', async () => {
    const site = await serve({ handler: createJwksHandler(signer.jwks) })
    const target = '/.well-known/jwks.json'
    const answer = await site.ask({ target })
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, signer.jwks])
    expect(valuesOf(answer, 'content-type')).toEqual(['application/jwk-set+json'])
    const headers = [`If-None-Match: ${valuesOf(answer, 'etag')[0]}`]
    const again = await site.ask({ target, headers })
    expect([again.status, again.body, valuesOf(again, 'cache-control')]).toEqual([
      304,
      '',
      ['public, max-age=600'],
    ])
    expect((await site.ask({ target, method: 'POST' })).status).toBe(405)
  })
})

test('Koa serves a handler within a mounted application, and tells what stands above it', async () => {
  const app = new Koa()
  const told: unknown[] = []
  app.use(async (ctx, next) => {
    await next()
    told.push([ctx.status, ctx.type])
  })
  app.use(mountApp('/api', new Koa().use(koaMount(handler, '/auth/'))))
  const site = await listen(app.callback(), onTestFinished)
  expect(seenBy(await site.ask({ target: '/api/auth/echo?a=1' })).url).toBe('http://mounted.invalid/echo?a=1')
  expect((await site.ask({ target: '/auth/echo' })).status).toBe(404)
  expect(told).toEqual([
    [200, 'application/json'],
    [404, ''],
  ])
})

test('Koa serves a handler over HTTP/2', async () => {
  const app = new Koa().use(koaMount(handler, '/auth'))
  const ask = clientOf(await listenHttp2(app.callback() as never))
  const own = { ':method': 'POST', ':path': '/auth/echo?a=1', 'content-type': 'application/json' }
  const { status, body } = await ask(own, '{"a":1}')
  expect([status, JSON.parse(body)]).toEqual([
    200,
    expect.objectContaining({ url: 'http://mounted.invalid/echo?a=1', body: '{"a":1}' }),
  ])
  const cookies = await ask({ ':path': '/auth/cookies' })
  expect([cookies.body, cookies.headers['set-cookie']?.length]).toEqual(['cookies', 2])
})

describe('Fastify', () => {
  test('runs its hooks, and its router has found the path', async () => {
    const site = await serveFastify(async (app) => {
      app.addHook('onSend', async (_request, reply) => void reply.header('x-hook', reply.statusCode))
      await app.register(fastifyMount(handler), { prefix: '/auth' })
    })
    const answer = await site.ask({ target: '/auth/%65cho' })
    expect([seenBy(answer).url, valuesOf(answer, 'x-hook')]).toEqual(['http://mounted.invalid/echo', ['200']])
  })

  test('lets a hook change the body on its way in', async () => {
    const site = await serveFastify(async (app) => {
      app.addHook('preParsing', async (_request, _reply, payload) => payload.pipe(createGunzip()))
      await app.register(fastifyMount(handler))
    })
    const body = gzipSync('a=1').toString('latin1')
    expect(seenBy(await site.ask({ method: 'POST', target: '/echo', headers: FORM, body })).body).toBe('a=1')
  })

  test('keeps the parsers of its other routes', async () => {
    const site = await serveFastify(async (app) => {
      await app.register(fastifyMount(handler))
      app.post('/json', async ({ body }) => body)
    })
    const headers = ['Content-Type: application/json']
    const answer = await site.ask({ method: 'POST', target: '/json', headers, body: '{"a":1}' })
    expect(JSON.parse(answer.body)).toEqual({ a: 1 })
  })

  test('is watched by the handle of its plugin', async () => {
    const site = await serveFastify(async (app) => {
      await app.register(fastifyAuth, POLICY)
      await app.register(fastifyMount(createHealthHandler(app.jwtAuth)))
    })
    expect((await site.ask({ target: '/readyz' })).status).toBe(200)
  })

  test.each([
    ['no handler', undefined],
    ['a handler with a path of parameters', Object.assign(async () => new Response(), { paths: ['/:id'] })],
  ])('refuses %s', (_name, mistake) => {
    expect(() => fastifyMount(mistake as FetchHandler)).toThrow(
      expect.objectContaining({ name: 'ConfigurationError' }),
    )
  })
})
