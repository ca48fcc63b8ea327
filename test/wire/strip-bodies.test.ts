import type { JwtAuth } from '@meishi/express'
import type { RequestHandler } from 'express5'
import { describe, expect, test } from 'vitest'
import { CALLERS, type Caller, callerNamed, FOREIGN, middlewareOf } from './callers.js'
import { BODY_CASES } from './cases/stripped-bodies.js'
import { echo, echoRefused, readEcho } from './echo.js'
import { type Express, listen, VERSIONS } from './express-versions.js'
import { type RawAnswer, send } from './raw-http.js'

const toForm = [{ claim: 'sub', to: { form: 'user' } }]

/** Callers whose way to the handler maps nothing, so that no parser has to run before the middleware. */
const UNMAPPED = ['an anonymous caller', 'a caller of a route that maps nothing', 'a preflight'].map(
  callerNamed,
)

async function post(
  express: Express,
  layers: readonly (RequestHandler | JwtAuth)[],
  caller: Caller,
  type: string,
  body: string,
): Promise<RawAnswer> {
  const app = express()
  app.use(...(layers as RequestHandler[]))
  app.all('/', echo)
  app.use(echoRefused)
  const headers = [...caller.headers(), `Content-Type: ${type}`]
  return send(await listen(app), { method: caller.method ?? 'POST', target: '/', headers, body })
}

describe.each(VERSIONS)('$version', ({ express }) => {
  describe.each(BODY_CASES)('with $parser', ({ type, create, bodies, takesNothing }) => {
    describe.each(takesNothing === true ? UNMAPPED : CALLERS)('before the middleware, of $name', (caller) => {
      test.each(bodies)('removes the mapped name from %j', async (body) => {
        const layers = [create(express), middlewareOf(caller, toForm)]
        const seen = readEcho(await post(express, layers, caller, type, body))

        expect(seen.body).toEqual({ a: '1', ...(caller.sees !== undefined && { user: caller.sees }) })
        expect(JSON.stringify(seen.body)).not.toContain(FOREIGN)
      })
    })

    describe.each(UNMAPPED)('after the middleware, of $name', (caller) => {
      test.each(bodies)('removes the mapped name from %j', async (body) => {
        const layers = [middlewareOf(caller, toForm), create(express)]
        const seen = readEcho(await post(express, layers, caller, type, body))

        expect(seen.body).toEqual({ a: '1' })
      })
    })
  })

  describe('of an authenticated caller', () => {
    const caller = callerNamed('an authenticated caller')
    const FORM = 'application/x-www-form-urlencoded'

    test.each([
      ['express.json()', express.json(), 'application/json', '{}'],
      ['express.urlencoded()', express.urlencoded(), FORM, '&'],
    ])('maps into the empty body of %s', async (_name, parser, type, body) => {
      const layers = [parser, middlewareOf(caller, toForm)]

      expect(readEcho(await post(express, layers, caller, type, body)).body).toEqual({ user: 'alice' })
    })

    test.each([
      ['without a parser', []],
      ['with a parser before', [express.urlencoded()]],
    ])('makes a body where there is none, %s', async (_name, parsers) => {
      const layers = [...parsers, middlewareOf(caller, toForm)]

      expect(readEcho(await post(express, layers, caller, FORM, '')).body).toEqual({ user: 'alice' })
    })

    test('keeps the body that it made when a parser runs afterwards', async () => {
      const layers = [middlewareOf(caller, toForm), express.urlencoded(), express.json()]

      expect(readEcho(await post(express, layers, caller, FORM, '')).body).toEqual({ user: 'alice' })
    })
  })
})
