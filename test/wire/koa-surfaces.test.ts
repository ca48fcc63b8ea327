import { jwtAuth } from '@meishi/koa'
import type Koa from 'koa'
import mount from 'koa-mount'
import koa2 from 'koa2'
import koa3 from 'koa3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Caller, callerNamed, callersOf, handleOf } from './callers.js'
import { listen } from './frameworks/listen.js'

const VERSIONS = [
  { name: 'Koa 2', KoaApp: koa2 },
  { name: 'Koa 3', KoaApp: koa3 },
]

const toQuery = [{ claim: 'sub', to: { query: 'user' } }]
const toHeader = [{ claim: 'sub', to: { header: 'X-User' } }]

/** Every place where Koa shows the target, or a part of it. */
const placesOf = (ctx: Koa.Context): Record<string, unknown> => {
  const { request, req } = ctx
  return {
    url: [ctx.url, request.url, req.url],
    originalUrl: [ctx.originalUrl, request.originalUrl],
    href: [ctx.href, request.href],
    search: [ctx.search, request.search],
    querystring: [ctx.querystring, request.querystring],
    query: [ctx.query, request.query],
    URL: [ctx.URL.href, request.URL.search, [...request.URL.searchParams]],
    json: [ctx.request.toJSON(), ctx.toJSON().originalUrl],
    inspected: ctx.inspect(),
  }
}

/** Before the middleware: Koa keeps what it has parsed. */
const READERS: Readonly<Record<string, Koa.Middleware>> = {
  'nobody has read': (_ctx, next) => next(),
  'everything was read': (ctx, next) => {
    placesOf(ctx)
    return next()
  },
  'the URL was read, and then rewritten': (ctx, next) => {
    placesOf(ctx)
    ctx.url = '/path?a=1&user=evil&rewritten'
    placesOf(ctx)
    return next()
  },
  'the URL was read, and then lost its query': (ctx, next) => {
    placesOf(ctx)
    ctx.querystring = ''
    return next()
  },
}

describe.each(VERSIONS)('$name', (version) => {
  const { KoaApp } = version
  const serve = async (
    caller: Caller,
    before: Koa.Middleware,
    at: (auth: Koa.Middleware) => Koa.Middleware,
  ) => {
    const app = new KoaApp()
    const show: Koa.Middleware = (ctx) => {
      ctx.body = placesOf(ctx)
    }
    app.use((ctx, next) => next().catch(() => show(ctx, next)))
    app
      .use(before)
      .use(at(jwtAuth(handleOf(caller, toQuery))))
      .use(show)
    const { ask } = await listen(app.callback(), onTestFinished)
    const headers = caller.headers()
    return ask({ method: caller.method, target: '/path?user=evil&a=1', headers })
  }

  describe.each(callersOf(version))('of $name', (caller) => {
    test.each(Object.entries(READERS))('shows no query of the client where %s', async (_name, before) => {
      const answer = await serve(caller, before, (auth) => auth)

      expect(answer.status).toBe(200)
      expect(answer.body).not.toContain('evil')
    })
  })

  test.each([
    ['the app', (auth: Koa.Middleware) => auth],
    ['a mounted path', (auth: Koa.Middleware) => mount('/path', auth)],
  ])('shows the mapped query in every place, at %s', async (_name, at) => {
    const caller = callerNamed('an authenticated caller')
    const answer = await serve(caller, READERS['everything was read'] as Koa.Middleware, at)

    const query = { a: '1', user: 'alice' }
    const href = 'http://service.test/path?a=1&user=alice'
    expect(JSON.parse(answer.body)).toMatchObject({
      url: Array(3).fill('/path?a=1&user=alice'),
      originalUrl: Array(2).fill('/path?a=1&user=alice'),
      href: [href, href],
      search: Array(2).fill('?a=1&user=alice'),
      querystring: Array(2).fill('a=1&user=alice'),
      query: [query, query],
      URL: [href, '?a=1&user=alice', Object.entries(query)],
    })
  })

  test('shows the mapped header in every place', async () => {
    const caller = callerNamed('an authenticated caller')
    const app = new KoaApp()
    app.use(jwtAuth(handleOf(caller, toHeader))).use((ctx) => {
      const { headers, rawHeaders, headersDistinct } = ctx.req
      ctx.body = [
        ctx.get('X-User'),
        ctx.request.get('x-user'),
        ...[ctx.header, ctx.headers, ctx.request.header, ctx.request.headers, headers].map(
          (one) => one['x-user'],
        ),
        headersDistinct['x-user'],
        rawHeaders.filter((_, at) => rawHeaders[at - 1] === 'X-User'),
      ]
    })
    const { ask } = await listen(app.callback(), onTestFinished)

    const answer = await ask({ target: '/', headers: [...caller.headers(), 'x_user: evil', 'X-User: evil'] })

    expect(JSON.parse(answer.body)).toEqual([...Array(7).fill('alice'), ['alice'], ['alice']])
  })
})
