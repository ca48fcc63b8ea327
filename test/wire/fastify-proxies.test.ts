import type { RequestListener } from 'node:http'
import formbody from '@fastify/formbody'
import httpProxy from '@fastify/http-proxy'
import replyFrom from '@fastify/reply-from'
import { createAuthenticator } from '@meishi/core'
import { jwtAuth } from '@meishi/fastify'
import type { FastifyInstance } from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { as } from './asking.js'
import { type Arrived, addressOf, upstream } from './cases/proxies.js'
import { FORM } from './cases/stripped-bodies.js'
import { countingStore } from './counting-store.js'
import { serveFastify } from './fastify-app.js'
import type { Site } from './frameworks/framework.js'
import { listen } from './frameworks/listen.js'
import { POLICY } from './issuer.js'

const toForm = [{ claim: 'sub', to: { form: 'user' } }]

/** A proxy that streams, what has reached the server behind, and how often the replay store was asked. */
async function streaming(
  config: object,
  prepare: (app: FastifyInstance) => unknown = () => {},
): Promise<Site & { arrived: () => number; spent: () => number; causes: unknown[] }> {
  const { store, calls } = countingStore()
  const causes: unknown[] = []
  let arrived = 0
  const count: RequestListener = (req, res) => {
    arrived++
    upstream(req, res)
  }
  const { port } = await listen(count, onTestFinished)
  const app = await serveFastify(async (app) => {
    const policy = { ...POLICY, claimMapping: toForm, preventReplay: { store } }
    await app.register(jwtAuth, policy)
    app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
      causes.push(error.cause)
      return reply.code(error.statusCode ?? 500).send({ error: error.message })
    })
    await prepare(app)
    await app.register(httpProxy, {
      upstream: addressOf(port),
      prefix: '/up',
      config,
      disableRequestLogging: true,
    })
  })
  return { ...app, arrived: () => arrived, spent: calls, causes }
}

const post = (type: string, body: string) => ({
  method: 'POST',
  target: '/up/path',
  headers: [...as().headers, `Content-Type: ${type}`],
  body,
})

describe('a proxy that streams bodies, behind a mapping to the form', () => {
  test.each([
    [FORM, 'a=1&user=evil'],
    ['application/json', '{"a":1,"user":"evil"}'],
  ])('is a mistake of the server for %s, before the token is spent', async (type, body) => {
    const site = await streaming({})

    const answer = await site.ask(post(type, body))

    expect([answer.status, answer.body]).toEqual([
      500,
      '{"error":"The server is not set up for this request"}',
    ])
    expect(site.causes).toEqual([expect.objectContaining({ path: 'claimMapping' })])
    expect([site.arrived(), site.spent()]).toEqual([0, 0])
  })

  test('refuses every other type', async () => {
    const site = await streaming({})

    expect((await site.ask(post('text/plain', 'user=evil'))).status).toBe(415)
    expect([site.arrived(), site.spent()]).toEqual([0, 0])
  })

  test.each([
    ['a route that maps nothing', { auth: { claimMapping: [] } }],
    ['an exempt route', { auth: false }],
    ['a route of another family', { auth: createAuthenticator(POLICY) }],
  ])('streams them untouched on %s of the family', async (_name, config) => {
    const site = await streaming(config)

    const answer = await site.ask(post(FORM, 'a=1&user=evil'))

    expect(answer.status).toBe(200)
    const { body, rawHeaders } = JSON.parse(answer.body) as Arrived
    expect(body).toBe('a=1&user=evil')
    expect(rawHeaders.map((one) => one.toLowerCase())).toContain('content-length')
  })

  test('leaves Node’s message as it was, so that others may read it', async () => {
    const seen: unknown[] = []
    const { ask } = await streaming({ auth: { claimMapping: [] } }, (app) => {
      app.addHook('preHandler', async ({ body, raw }) => {
        seen.push(body === raw, Object.hasOwn(raw, 'body'), Object.hasOwn(raw, 'user'))
      })
    })

    expect((await ask(post(FORM, 'a=1'))).status).toBe(200)
    expect(seen).toEqual([true, false, false])
  })
})

test('a proxy that encodes the body anew hands the mapped value on', async () => {
  const { port } = await listen(upstream, onTestFinished)
  const { ask } = await serveFastify(async (app) => {
    await app.register(formbody)
    await app.register(jwtAuth, { ...POLICY, claimMapping: toForm })
    await app.register(replyFrom, { base: addressOf(port), disableRequestLogging: true })
    app.post('/up/path', ({ body }, reply) =>
      reply.from('/path', {
        body: new URLSearchParams(body as Record<string, string>).toString(),
        contentType: FORM,
      }),
    )
    app.post('/up/json', (_request, reply) => reply.from('/json'))
  })

  const form = await ask(post(FORM, 'a=1&user=evil'))
  const json = await ask({ ...post('application/json', '{"a":1,"user":"evil"}'), target: '/up/json' })

  expect((JSON.parse(form.body) as Arrived).body).toBe('a=1&user=alice')
  expect((JSON.parse(json.body) as Arrived).body).toBe('{"a":1,"user":"alice"}')
})

test('a mapped path parameter chooses the place behind the proxy', async () => {
  const { port } = await listen(upstream, onTestFinished)
  const { ask } = await serveFastify(async (app) => {
    await app.register(jwtAuth, { ...POLICY, claimMapping: [{ claim: 'sub', to: { path: 'user' } }] })
    const options = { prefix: '/of/:user', rewritePrefix: '/users/:user', disableRequestLogging: true }
    await app.register(httpProxy, { upstream: addressOf(port), ...options })
  })

  const answer = await ask({ target: '/of/evil/notes', ...as() })

  expect((JSON.parse(answer.body) as Arrived).url).toBe('/users/alice/notes')
})
