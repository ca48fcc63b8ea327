import { bodyParser } from '@koa/bodyparser'
import { jwtAuth } from '@meishi/koa'
import type Koa from 'koa'
import legacyParser from 'koa-bodyparser'
import koa2 from 'koa2'
import koa3 from 'koa3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Caller, callerNamed, callersOf, handleOf } from './callers.js'
import { FORM, FORMS, JSONS } from './cases/stripped-bodies.js'
import { listen } from './frameworks/listen.js'
import type { RawAnswer } from './raw-http.js'

const VERSIONS = [
  { name: 'Koa 2', KoaApp: koa2 },
  { name: 'Koa 3', KoaApp: koa3 },
]

const toForm = [{ claim: 'sub', to: { form: 'user' } }]
const parsedMethods = ['POST', 'OPTIONS']

/** Parsers, and how often the body can be read behind each. */
const PARSERS: readonly {
  readonly name: string
  readonly create: () => Koa.Middleware
  readonly copies: number
}[] = [
  { name: 'koa-bodyparser', create: () => legacyParser(), copies: 1 },
  { name: '@koa/bodyparser', create: () => bodyParser({ parsedMethods }), copies: 1 },
  {
    name: '@koa/bodyparser, which patches Node’s message',
    create: () => bodyParser({ parsedMethods, patchNode: true }),
    copies: 2,
  },
]

const KINDS = [FORMS, JSONS, { type: 'application/vnd.api+json', bodies: JSONS.bodies.slice(0, 1) }]

/** Callers whose way to the handler maps nothing, so that no parser has to run before the middleware. */
const UNMAPPED = ['an anonymous caller', 'a caller of a route that maps nothing', 'a preflight'].map(
  callerNamed,
)

const show: Koa.Middleware = (ctx) => {
  ctx.body = [Reflect.get(ctx.request, 'body'), Reflect.get(ctx.req, 'body')]
}

describe.each(VERSIONS)('$name', ({ name, KoaApp }) => {
  const post = async (
    caller: Caller,
    type: string,
    body: string,
    layers: (auth: Koa.Middleware) => Koa.Middleware[],
  ): Promise<RawAnswer> => {
    const app = new KoaApp()
    app.use((ctx, next) => next().catch(() => show(ctx, next)))
    for (const layer of layers(jwtAuth(handleOf(caller, toForm)))) app.use(layer)
    app.use(show)
    const { ask } = await listen(app.callback(), onTestFinished)
    const headers = [...caller.headers(), `Content-Type: ${type}`]
    return ask({ method: caller.method ?? 'POST', target: '/', headers, body })
  }

  describe.each(name === 'Koa 2' ? PARSERS.slice(1, 2) : PARSERS)('with $name', ({ create, copies }) => {
    const seenIn = (body: unknown): unknown[] => [body, copies === 2 ? body : null]

    describe.each(KINDS)('of $type', ({ type, bodies }) => {
      describe.each(callersOf({ name }))('before the middleware, of $name', (caller) => {
        test.each(bodies)('removes the mapped name from %j', async (body) => {
          const answer = await post(caller, type, body, (auth) => [create(), auth])

          const mapped = caller.sees === undefined ? {} : { user: caller.sees }
          expect(JSON.parse(answer.body)).toEqual(seenIn({ a: '1', ...mapped }))
        })
      })

      describe.each(UNMAPPED)('behind the middleware, of $name', (caller) => {
        test.each(bodies)('removes the mapped name from %j', async (body) => {
          const answer = await post(caller, type, body, (auth) => [auth, create()])

          expect(JSON.parse(answer.body)).toEqual(seenIn({ a: '1' }))
        })
      })
    })

    test.each([
      ['before', (auth: Koa.Middleware) => [create(), auth]],
      ['behind', (auth: Koa.Middleware) => [auth, create()]],
      ['before and behind', (auth: Koa.Middleware) => [create(), auth, create()]],
    ])('makes a body where there is none, with the parser %s', async (_name, layers) => {
      const answer = await post(callerNamed('an authenticated caller'), FORM, '', layers)

      expect(JSON.parse(answer.body)[0]).toEqual({ user: 'alice' })
    })
  })
})
