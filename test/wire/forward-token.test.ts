import type { TokenSource } from '@meishi/core'
import { jwtAuth } from '@meishi/express'
import cookieParser from 'cookie-parser'
import type { Request, RequestHandler } from 'express5'
import { describe, expect, test } from 'vitest'
import type { CaseRequest } from './cases/refusal-case.js'
import { echo, readEcho } from './echo.js'
import { type Express, listen, VERSIONS } from './express-versions.js'
import { mint, POLICY } from './issuer.js'
import { type RawAnswer, send } from './raw-http.js'

interface ForwardCase {
  readonly name: string
  readonly source: TokenSource
  readonly request: (token: string) => CaseRequest
  /** Of the same kind, and no token: it stays. */
  readonly kept: string
  readonly parser?: (express: Express) => RequestHandler
  readonly isParsedAfter?: true
}

const inCookie = (token: string): CaseRequest => ({ headers: [`Cookie: a=kept; session=${token}; b=2`] })
const inForm = (token: string): CaseRequest => ({
  method: 'POST',
  headers: ['Content-Type: application/x-www-form-urlencoded'],
  body: `a=kept&jwt=${token}`,
})
const cookies = (): RequestHandler => cookieParser() as RequestHandler

const CASES: readonly ForwardCase[] = [
  {
    name: 'Authorization',
    source: { header: 'Authorization', scheme: 'Bearer' },
    request: (token) => ({ headers: [`Authorization: Bearer ${token}`, 'X-Note: kept'] }),
    kept: 'kept',
  },
  {
    name: 'a bare header',
    source: { header: 'X-Token' },
    request: (token) => ({ headers: [`x-token: ${token}`, 'X-Note: kept'] }),
    kept: 'kept',
  },
  {
    name: 'the query',
    source: { query: 'jwt' },
    request: (token) => ({ target: `/?a=kept&jwt=${token}` }),
    kept: '/?a=kept"',
  },
  { name: 'a cookie', source: { cookie: 'session' }, request: inCookie, kept: 'a=kept; b=2' },
  {
    name: 'a cookie that was parsed before',
    source: { cookie: 'session' },
    request: inCookie,
    kept: '"cookies":{"a":"kept","b":"2"}',
    parser: cookies,
  },
  {
    name: 'a cookie that is parsed after',
    source: { cookie: 'session' },
    request: inCookie,
    kept: '"cookies":{"a":"kept","b":"2"}',
    parser: cookies,
    isParsedAfter: true,
  },
  {
    name: 'a form',
    source: { form: 'jwt' },
    request: inForm,
    kept: '"body":{"a":"kept"}',
    parser: (express) => express.urlencoded({ extended: true }),
  },
]

/** The request with its parsed cookies. */
const echoWithCookies: RequestHandler = (req, res, next) => {
  const { cookies: parsed } = req as Request & { cookies?: unknown }
  res.setHeader('X-Cookies', JSON.stringify({ cookies: parsed }))
  return echo(req, res, next)
}

describe.each(VERSIONS)('$version', ({ express }) => {
  describe.each(CASES)('with the token in $name', ({ source, request, kept, parser, isParsedAfter }) => {
    const ask = async (token: string, forwardToken: boolean, isChained = false): Promise<RawAnswer> => {
      const auth = jwtAuth({ ...POLICY, token: source, forwardToken })
      const app = express()
      if (parser !== undefined && isParsedAfter === undefined) app.use(parser(express))
      app.use(auth)
      if (isParsedAfter !== undefined && parser !== undefined) app.use(parser(express))
      if (isChained) app.use(auth.with({ requiredClaims: ['sub'] }))
      app.all('/', echoWithCookies)
      return send(await listen(app), { target: '/', ...request(token) })
    }

    test('hides it from everything downstream, and nothing else', async () => {
      const token = mint()
      const answer = await ask(token, false)

      expect(answer.status).toBe(200)
      expect(answer.bytes).not.toContain(token)
      expect(answer.bytes).toContain(kept)
      expect(readEcho(answer).rawHeaders).toContain('service.test')
    })

    test('hands it on by default', async () => {
      const token = mint()

      expect((await ask(token, true)).bytes).toContain(token)
    })

    test('lets a second middleware find it', async () => {
      const token = mint()
      const answer = await ask(token, false, true)

      expect(answer.status).toBe(200)
      expect(answer.bytes).not.toContain(token)
    })
  })
})
