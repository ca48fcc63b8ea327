import { type JwtAuth, jwtAuth } from '@meishi/express'
import bodyParser from 'body-parser'
import type { ErrorRequestHandler, RequestHandler } from 'express5'
import multer from 'multer'
import { describe, expect, test } from 'vitest'
import { CALLERS, type Caller, callerNamed, handleOf } from './callers.js'
import { FORM, FORMS, JSONS, MULTIPARTS } from './cases/stripped-bodies.js'
import { type Express, listen, VERSIONS } from './express-versions.js'
import { send } from './raw-http.js'

const toForm = [{ claim: 'sub', to: { form: 'user' } }]

const UNMAPPED = ['an anonymous caller', 'a caller of a route that maps nothing', 'a preflight'].map(
  callerNamed,
)

/** Parsers besides those that every framework has. */
const PARSERS: readonly {
  readonly name: string
  readonly create: (express: Express) => RequestHandler
  readonly type: string
  readonly bodies: readonly string[]
  readonly callers: readonly Caller[]
}[] = [
  {
    name: 'express.urlencoded() with flat values',
    create: (express) => express.urlencoded({ extended: false }),
    type: `${FORM}; charset=utf-8`,
    bodies: FORMS.bodies,
    callers: CALLERS,
  },
  {
    name: 'body-parser for a JSON type of its own',
    create: () => bodyParser.json({ type: 'application/*+json' }) as RequestHandler,
    type: 'Application/Vnd.Test+JSON',
    bodies: JSONS.bodies,
    callers: CALLERS,
  },
  {
    name: 'multer',
    create: () => multer().none() as RequestHandler,
    ...MULTIPARTS,
    callers: UNMAPPED,
  },
]

const show: RequestHandler = (req, res) => void res.status(200).json(req.body)
const showRefused: ErrorRequestHandler = (_error, req, res, next) => show(req, res, next)

describe.each(VERSIONS)('$version', ({ express }) => {
  describe.each(PARSERS)('with $name', ({ create, type, bodies, callers }) => {
    const post = async (
      caller: Caller,
      body: string,
      layers: (auth: JwtAuth, parser: RequestHandler) => unknown[],
    ): Promise<unknown> => {
      const app = express()
      app.use(...(layers(jwtAuth(handleOf(caller, toForm)), create(express)) as RequestHandler[]))
      app.all('/', show)
      app.use(showRefused)
      const headers = [...caller.headers(), `Content-Type: ${type}`]
      const method = caller.method ?? 'POST'
      const answer = await send(await listen(app), { method, target: '/', headers, body })
      return JSON.parse(answer.body)
    }

    describe.each(callers)('before the middleware, of $name', (caller) => {
      test.each(bodies)('removes the mapped name from %j', async (body) => {
        const seen = await post(caller, body, (auth, parser) => [parser, auth])

        expect(seen).toEqual({ a: '1', ...(caller.sees !== undefined && { user: caller.sees }) })
      })
    })

    describe.each(UNMAPPED)('behind the middleware, of $name', (caller) => {
      test.each(bodies)('removes the mapped name from %j', async (body) => {
        const seen = await post(caller, body, (auth, parser) => [auth, parser])

        expect(seen).toEqual({ a: '1' })
      })
    })
  })
})
