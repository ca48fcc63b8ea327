import formbody from '@fastify/formbody'
import httpProxy from '@fastify/http-proxy'
import { jwtAuth } from '@meishi/fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { as } from './asking.js'
import { type Arrived, addressOf, upstream } from './cases/proxies.js'
import { FORM } from './cases/stripped-bodies.js'
import { serveFastify } from './fastify-app.js'
import { readEcho } from './frameworks/echo.js'
import { echo } from './frameworks/handlers.js'
import { listen } from './frameworks/listen.js'
import { FRAMEWORKS } from './frameworks.js'
import { POLICY } from './issuer.js'
import type { RawRequest } from './raw-http.js'

const policy = {
  ...POLICY,
  claimMapping: [
    { claim: 'sub', to: { form: 'user' } },
    { claim: 'sub', to: { header: 'X-User' } },
  ],
}

const FORM_REQUEST = { headers: [...as().headers, `Content-Type: ${FORM}`], body: 'a=1&user=evil' }

/** What the fields of the body are, where there is one. */
const REQUESTS: readonly (readonly [string, Omit<RawRequest, 'target'>, object])[] = [
  ['a GET', { method: 'GET', ...as() }, {}],
  ['a GET whose empty body has a type', { method: 'GET', ...FORM_REQUEST, body: '' }, {}],
  ['a POST without a body', { method: 'POST', ...as() }, { user: 'alice' }],
  ['a DELETE without a body', { method: 'DELETE', ...as() }, { user: 'alice' }],
  ['a POST', { method: 'POST', ...FORM_REQUEST }, { a: '1', user: 'alice' }],
]

describe.each(FRAMEWORKS)('$name', ({ serve }) => {
  test.each(REQUESTS)(
    'maps claims into the form of %s, or leaves it without',
    async (_name, request, body) => {
      const { ask } = await serve({
        app: policy,
        parses: ['urlencoded'],
        routes: [{ path: '/', handler: echo }],
      })

      const seen = readEcho(await ask({ target: '/', ...request }))

      expect({ ...(seen.body as object) }).toEqual(body)
      expect(seen.headers['x-user']).toBe('alice')
    },
  )
})

test('a proxy passes a GET on without a body, though others have a mapped form', async () => {
  const { port } = await listen(upstream, onTestFinished)
  const { ask } = await serveFastify(async (app) => {
    await app.register(formbody)
    await app.register(jwtAuth, policy)
    await app.register(httpProxy, { upstream: addressOf(port), prefix: '/up', disableRequestLogging: true })
  })

  const answer = await ask({ target: '/up/path', ...as() })

  expect(answer.status).toBe(200)
  const { body, rawHeaders } = JSON.parse(answer.body) as Arrived
  expect(body).toBe('')
  expect(rawHeaders).toContain('alice')
})
