import { createAuthenticator, requireScope } from '@meishi/core'
import type { RouteAuth } from '@meishi/core/adapter'
import { forgeToken } from '@meishi/core/testing'
import { allow, handler, jwtAuth } from '@meishi/fastify'
import type { FastifyInstance } from 'fastify'
import { describe, expect, test } from 'vitest'
import { as } from './asking.js'
import { serveFastify } from './fastify-app.js'
import type { Site } from './frameworks/framework.js'
import { bearer, mint, POLICY } from './issuer.js'

const whoami = async ({ auth }: { auth?: { claims: { sub?: string } } }): Promise<string> =>
  auth?.claims.sub ?? 'nobody'

const route = (app: FastifyInstance, path: string, auth: RouteAuth): unknown =>
  app.get(path, { config: { auth } }, whoami)

/** Answers as status and body, in the order of the requests. */
const told =
  ({ ask }: Site) =>
  async (target: string, headers: readonly string[] = []): Promise<string> => {
    const { status, body } = await ask({ target, headers })
    return status === 200 ? `200 ${body}` : String(status)
  }

const bad = [bearer(forgeToken(mint()))]
const other = [bearer(mint({ aud: 'https://other.test' }))]

describe('config.auth', () => {
  test('lays overrides over the policy of the plugin', async () => {
    const ask = told(
      await serveFastify(async (app) => {
        await app.register(jwtAuth, POLICY)
        route(app, '/', { optional: true })
      }),
    )

    expect([await ask('/'), await ask('/', as().headers), await ask('/', bad)]).toEqual([
      '200 nobody',
      '200 alice',
      '401',
    ])
  })

  test('takes a handle of the same family, which shares its stores', async () => {
    const own = createAuthenticator({ ...POLICY, preventReplay: true })
    const ask = told(
      await serveFastify(async (app) => {
        await app.register(jwtAuth, own)
        route(app, '/email', own.with({ requiredClaims: ['email'] }))
        route(app, '/', {})
      }),
    )
    const once = as({ email: 'a@test' }).headers

    expect([await ask('/email', as().headers), await ask('/email', once)]).toEqual(['401', '200 alice'])
    expect(await ask('/', once)).toBe('401')
  })

  test('takes a handle of another family, whose policy alone decides', async () => {
    const foreign = createAuthenticator({ ...POLICY, audience: 'https://other.test' })
    const ask = told(
      await serveFastify(async (app) => {
        await app.register(jwtAuth, POLICY)
        route(app, '/', foreign)
        app.get(
          '/typed',
          { config: { auth: foreign } },
          handler(foreign, ({ auth }) => auth.claims.aud),
        )
      }),
    )

    expect([await ask('/', other), await ask('/', as().headers)]).toEqual(['200 alice', '401'])
    expect(await ask('/typed', other)).toBe('200 https://other.test')
  })

  test('opens a route with false, for everybody', async () => {
    const ask = told(
      await serveFastify(async (app) => {
        await app.register(jwtAuth, { ...POLICY, guard: requireScope('admin'), preventReplay: true })
        route(app, '/', false)
      }),
    )

    const answers = [await ask('/'), await ask('/', bad), await ask('/', other), await ask('/', as().headers)]
    expect(answers).toEqual(Array(4).fill('200 nobody'))
  })

  test('of an open route leaves everybody outside of a guard and of a typed handler', async () => {
    const ask = told(
      await serveFastify(async (app) => {
        await app.register(jwtAuth, POLICY)
        const config = { auth: false } as const
        app.get('/guard', { config, preHandler: allow(requireScope('pay')) }, whoami)
        app.get('/typed', { config }, handler(app.jwtAuth, whoami))
      }),
    )

    expect([await ask('/guard', as().headers), await ask('/typed', as().headers)]).toEqual(['401', '401'])
  })

  test('is what both of two nested plugins go by', async () => {
    const ask = told(
      await serveFastify(async (app) => {
        await app.register(jwtAuth, POLICY)
        await app.register(async (part) => {
          await part.register(jwtAuth, { ...POLICY, requiredClaims: ['email'] })
          route(part, '/optional', { optional: true })
          route(part, '/open', false)
          route(part, '/handle', createAuthenticator({ ...POLICY, audience: 'https://other.test' }))
        })
      }),
    )

    expect([await ask('/optional'), await ask('/open'), await ask('/handle', other)]).toEqual([
      '200 nobody',
      '200 nobody',
      '200 alice',
    ])
    expect([await ask('/optional', as().headers), await ask('/open', bad)]).toEqual(['401', '200 nobody'])
  })
})
