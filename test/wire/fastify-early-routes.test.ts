import { ConfigurationError, createAuthenticator } from '@meishi/core'
import type { RouteAuth } from '@meishi/core/adapter'
import { jwtAuth } from '@meishi/fastify'
import fastify, { type FastifyInstance } from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { as } from './asking.js'
import { serveFastify } from './fastify-app.js'
import { POLICY } from './issuer.js'

const route = (app: FastifyInstance, path: string, auth: RouteAuth): unknown =>
  app.get(path, { config: { auth } }, async (request) => request.auth?.claims.sub ?? 'nobody')

const other = as({ aud: 'https://other.test' }).headers

describe('a route that is declared before the plugin has loaded', () => {
  const early = async (auth: RouteAuth): Promise<(headers?: readonly string[]) => Promise<unknown[]>> => {
    let cause: unknown
    const { ask } = await serveFastify(async (app) => {
      app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
        cause = error.cause
        return reply.code(error.statusCode ?? 500).send(error.message)
      })
      route(app, '/', auth)
      await app.register(jwtAuth, POLICY)
    })
    return async (headers = []) => {
      const { status, body } = await ask({ target: '/', headers })
      return [status, body, cause instanceof ConfigurationError ? cause.message : undefined]
    }
  }

  test('has no overrides: the server is to blame, and the cause says why', async () => {
    const ask = await early({ optional: true })

    const message = expect.stringMatching(/config\.auth.*await the plugin first/)
    const mistake = [500, 'The server is not set up for this request', message]
    expect([await ask(), await ask(as().headers)]).toEqual([mistake, mistake])
  })

  test('may be open, or have a handle', async () => {
    const foreign = createAuthenticator({ ...POLICY, audience: 'https://other.test' })

    expect(await (await early(false))()).toEqual([200, 'nobody', undefined])
    expect(await (await early(foreign))(other)).toEqual([200, 'alice', undefined])
    expect((await (await early(foreign))(as().headers))[0]).toBe(401)
  })
})

test.each([
  ['an option that is not known', { audiences: ['x'] }, /config\.auth of GET \/x: .*audiences/],
  ['a value that is none', { maxTokenAge: -1 }, /config\.auth of GET \/x: .*maxTokenAge/],
  ['an option of the whole family', { cache: false }, /config\.auth of GET \/x: .*cache/],
  ['no object', true, /config\.auth of GET \/x: /],
])('%s stops the start, and the route is named', async (_name, auth, message) => {
  const app = fastify()
  onTestFinished(() => app.close())
  await app.register(jwtAuth, POLICY)

  expect(() => route(app, '/x', auth as never)).toThrow(message)
})
