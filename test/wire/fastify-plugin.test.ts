import { jwtAuth } from '@meishi/fastify'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { describe, expect, test } from 'vitest'
import { as } from './asking.js'
import { serveFastify } from './fastify-app.js'
import type { Site } from './frameworks/framework.js'
import { POLICY } from './issuer.js'

const WITH_EMAIL = { ...POLICY, requiredClaims: ['email'] }

const route = (app: FastifyInstance, path: string): unknown =>
  app.get(path, async ({ auth }) => auth?.claims.sub ?? 'nobody')

const statusesOf = async ({ ask }: Site, paths: readonly string[], claims?: object): Promise<number[]> => {
  const headers = claims === undefined ? [] : as(claims as never).headers
  return Promise.all(paths.map(async (target) => (await ask({ target, headers })).status))
}

describe('the plugin protects', () => {
  test('the whole application, routes before and behind it and in every part, where it is registered at the root', async () => {
    const site = await serveFastify(async (app) => {
      route(app, '/before')
      await app.register(async (part) => route(part, '/part-before'))
      await app.register(jwtAuth, POLICY)
      route(app, '/behind')
      await app.register(async (part) => route(part, '/part'), { prefix: '/prefix' })
    })
    const paths = ['/before', '/part-before', '/behind', '/prefix/part', '/nowhere']

    expect(await statusesOf(site, paths)).toEqual([401, 401, 401, 401, 401])
    expect(await statusesOf(site, paths, {})).toEqual([200, 200, 200, 200, 404])
  })

  test('one part alone, where it is registered there', async () => {
    const site = await serveFastify(async (app) => {
      route(app, '/open')
      await app.register(
        async (part) => {
          await part.register(jwtAuth, POLICY)
          route(part, '/closed')
          await part.register(async (inner) => route(inner, '/inner'))
        },
        { prefix: '/part' },
      )
      await app.register(async (sibling) => route(sibling, '/sibling'))
    })

    expect(await statusesOf(site, ['/open', '/sibling', '/part/closed', '/part/inner'])).toEqual([
      200, 200, 401, 401,
    ])
  })

  test('two parts, each by its own policy', async () => {
    const part =
      (options: typeof POLICY): FastifyPluginAsync =>
      async (app) => {
        await app.register(jwtAuth, options)
        route(app, '/')
      }
    const site = await serveFastify(async (app) => {
      await app.register(part(POLICY), { prefix: '/one' })
      await app.register(part(WITH_EMAIL), { prefix: '/two' })
    })

    expect(await statusesOf(site, ['/one', '/two'], {})).toEqual([200, 401])
    expect(await statusesOf(site, ['/one', '/two'], { email: 'a@test' })).toEqual([200, 200])
  })

  test.each([
    [
      'one inside the other',
      async (app: FastifyInstance) => {
        await app.register(jwtAuth, POLICY)
        await app.register(async (part) => {
          await part.register(jwtAuth, { ...WITH_EMAIL, audience: ['https://api.test', 'https://b.test'] })
          route(part, '/')
        })
      },
    ],
    [
      'both at the root',
      async (app: FastifyInstance) => {
        await app.register(jwtAuth, POLICY)
        await app.register(jwtAuth, { ...WITH_EMAIL, audience: ['https://api.test', 'https://b.test'] })
        route(app, '/')
      },
    ],
  ])('by both policies where it is registered twice: %s', async (_name, build) => {
    const site = await serveFastify(build)

    expect(await statusesOf(site, ['/'], {})).toEqual([401])
    expect(await statusesOf(site, ['/'], { email: 'a@test', aud: 'https://b.test' })).toEqual([401])
    expect(await statusesOf(site, ['/'], { email: 'a@test' })).toEqual([200])
  })
})
