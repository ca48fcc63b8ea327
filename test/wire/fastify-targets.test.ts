import { parse } from 'node:querystring'
import { createAuthenticator } from '@meishi/core'
import { jwtAuth } from '@meishi/fastify'
import type { FastifyServerOptions, onRequestHookHandler } from 'fastify'
import { describe, expect, test } from 'vitest'
import { CALLERS, type Caller, callerNamed } from './callers.js'
import { serveFastify, targetsOf } from './fastify-app.js'
import { POLICY } from './issuer.js'
import type { RawAnswer } from './raw-http.js'

const toQuery = [{ claim: 'sub', to: { query: 'user' } }]

const nothing: onRequestHookHandler = async () => {}
/** Fastify's getter keeps what it was asked for first. */
const readsEverything: onRequestHookHandler = async (request) => void targetsOf(request)

const ask = async (
  { handle, isExempt, method, headers }: Caller,
  target: string,
  options: FastifyServerOptions = {},
  before = nothing,
): Promise<RawAnswer> => {
  const { ask } = await serveFastify(async (app) => {
    app.addHook('onRequest', before)
    app.setErrorHandler((_error, request, reply) => reply.code(200).send(targetsOf(request)))
    await app.register(jwtAuth, handle(createAuthenticator({ ...POLICY, claimMapping: toQuery })))
    const config = isExempt === true ? ({ auth: false } as const) : {}
    app.all('/path', { config }, async (request) => targetsOf(request))
    app.all('/rewritten', { config }, async (request) => targetsOf(request))
  }, options)
  return ask({ method, target, headers: headers() })
}

/** Parsers of queries that an application may bring. */
const PARSERS: Readonly<Record<string, (text: string) => Record<string, unknown>>> = {
  'of Node': (text) => ({ ...parse(text) }),
  'that also splits at a semicolon': (text) => ({ ...parse(text.replaceAll(';', '&')) }),
  'that folds names': (text) => ({ ...parse(text.toLowerCase()) }),
  'that nests names': (text) => {
    const nested = Object.entries(parse(text)).map(([name, value]) => {
      const [outer = '', inner] = name.split('.')
      return [outer, inner === undefined ? value : { [inner]: value }] as const
    })
    return Object.fromEntries(nested)
  },
}

describe.each(CALLERS)('of $name', (caller) => {
  const mapped = caller.sees === undefined ? '' : `&user=${caller.sees}`
  const query = { a: '1', ...(caller.sees !== undefined && { user: caller.sees }) }

  test.each(Object.entries(PARSERS))('a parser %s files nothing of the client', async (_name, parser) => {
    const options = { routerOptions: { querystringParser: parser } }
    const sent = '?a=1&user=evil&USER=evil&user.id=evil;user=evil'
    const answer = await ask(caller, `/path${sent}`, options)

    const seen = JSON.parse(answer.body)
    expect(seen.query.user).toBe(caller.sees)
    expect(seen.url[0]).not.toContain('evil')
  })

  test('what somebody read before is not remembered', async () => {
    const answer = await ask(caller, '/path?user=evil&a=1', {}, readsEverything)

    const url = `/path?a=1${mapped}`
    expect(JSON.parse(answer.body)).toEqual({ url: [url, url], originalUrl: url, query, params: {} })
  })

  test.each([
    ['nobody has read', nothing],
    ['everything was read', readsEverything],
  ])('a rewritten URL shows nothing of the client where %s', async (_name, before) => {
    const options = { rewriteUrl: ({ url = '' }) => url.replace('/path', '/rewritten') }
    const answer = await ask(caller, '/path?user=evil&a=1', options, before)

    const [url, originalUrl] = [`/rewritten?a=1${mapped}`, `/path?a=1${mapped}`]
    expect(JSON.parse(answer.body)).toEqual({
      url: [url, url],
      originalUrl,
      rawOriginalUrl: originalUrl,
      query,
      params: {},
    })
  })

  test('a rewriting that drops the query leaves none in the original', async () => {
    const options = { rewriteUrl: () => '/rewritten' }
    const answer = await ask(caller, '/path?user=evil&a=1', options, readsEverything)

    expect(answer.body).not.toContain('evil')
  })

  test.each(['/path#user=evil', '/path#?user=evil', '/path#a&user=evil', '/path?a=1#&user=evil'])(
    'a fragment sends nothing: %s',
    async (target) => {
      const { body } = await ask(caller, target)

      expect(JSON.parse(body).query.user).toBe(caller.sees)
      expect(body).not.toContain('evil')
    },
  )
})

test('a target in absolute form is edited like any other', async () => {
  const options = { rewriteUrl: ({ url = '' }) => url.replace('http://service.test', '') }
  const caller = callerNamed('an authenticated caller')
  const answer = await ask(caller, 'http://service.test/path?user=evil&a=1', options)

  expect(JSON.parse(answer.body)).toMatchObject({
    url: Array(2).fill('/path?a=1&user=alice'),
    originalUrl: 'http://service.test/path?a=1&user=alice',
  })
})
