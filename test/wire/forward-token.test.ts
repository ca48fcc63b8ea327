import fastifyCookie from '@fastify/cookie'
import { createAuthenticator, type TokenSource } from '@meishi/core'
import cookieParser from 'cookie-parser'
import type { RequestHandler } from 'express5'
import { describe, expect, test } from 'vitest'
import type { CaseRequest } from './cases/refusal-case.js'
import { FORM } from './cases/stripped-bodies.js'
import { readEcho } from './frameworks/echo.js'
import type { Application, Framework, Handler, NativeHandler } from './frameworks/framework.js'
import { echo } from './frameworks/handlers.js'
import { FRAMEWORKS } from './frameworks.js'
import { mint, POLICY } from './issuer.js'
import type { RawAnswer } from './raw-http.js'

interface ForwardCase {
  readonly name: string
  readonly source: TokenSource
  readonly request: (token: string) => CaseRequest
  /** Of the same kind, and no token: it stays. */
  readonly kept: string
  readonly how?: Pick<Application, 'parses' | 'prepare'>
  readonly handler?: Handler | NativeHandler
}

const inCookie = (token: string): CaseRequest => ({ headers: [`Cookie: a=kept; session=${token}; b=2`] })
const inForm = (token: string): CaseRequest => ({
  method: 'POST',
  headers: [`Content-Type: ${FORM}`],
  body: `a=kept&jwt=${token}`,
})

const cookies = cookieParser() as RequestHandler

/** Handlers that parse cookies themselves. In Fastify a hook behind ours has done it. */
const parsesCookies: NativeHandler = {
  express: (req, res) =>
    cookies(req, res, () => void res.json({ rawHeaders: req.rawHeaders, cookies: req.cookies })),
  koa: (ctx) => {
    const [a, b, session] = ['a', 'b', 'session'].map((name) => ctx.cookies.get(name))
    ctx.body = { rawHeaders: ctx.req.rawHeaders, cookies: { a, b, session } }
  },
  fastify: (request) => ({ rawHeaders: request.raw.rawHeaders, cookies: request.cookies }),
}

const PARSED_BEFORE: NonNullable<Application['prepare']> = {
  express: (app) => app.use(cookies),
  fastify: (app) => app.register(fastifyCookie),
}

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
    kept: 'a=kept; b=2',
    how: { prepare: PARSED_BEFORE },
  },
  {
    name: 'a cookie that is parsed behind',
    source: { cookie: 'session' },
    request: inCookie,
    kept: '"cookies":{"a":"kept","b":"2"}',
    how: { prepare: { fastify: (app) => app.register(fastifyCookie, { hook: 'preHandler' }) } },
    handler: parsesCookies,
  },
  {
    name: 'a form',
    source: { form: 'jwt' },
    request: inForm,
    kept: '"body":{"a":"kept"}',
    how: { parses: ['urlencoded'] },
  },
]

describe.each(FRAMEWORKS)('$name', (framework: Framework) => {
  describe.each(CASES)('with the token in $name', ({ source, request, kept, how, handler = echo }) => {
    const ask = async (token: string, forwardToken: boolean, isChained = false): Promise<RawAnswer> => {
      const app = createAuthenticator({ ...POLICY, token: source, forwardToken })
      const auth = isChained ? [app.with({ requiredClaims: ['sub'] })] : []
      const site = await framework.serve({ ...how, app, routes: [{ path: '/', auth, handler }] })
      return site.ask({ target: '/', ...request(token) })
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

test.each(FRAMEWORKS.filter(({ kind }) => kind !== 'koa'))(
  '$name leaves the other cookies of a record that was made before',
  async ({ serve }) => {
    const app = createAuthenticator({ ...POLICY, token: { cookie: 'session' }, forwardToken: false })
    const site = await serve({ prepare: PARSED_BEFORE, app, routes: [{ path: '/', handler: echo }] })

    const seen = readEcho(await site.ask({ target: '/', ...inCookie(mint()) }))

    expect(seen.cookies).toEqual({ a: 'kept', b: '2' })
  },
)
