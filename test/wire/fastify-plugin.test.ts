import { type Authenticator, createAuthenticator } from '@meishi/core'
import { jwtAuth } from '@meishi/fastify'
import fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
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
    const paths = ['/before', '/behind', '/prefix/part', '/nowhere']

    expect(await statusesOf(site, paths)).toEqual([401, 401, 401, 401])
    expect(await statusesOf(site, paths, {})).toEqual([200, 200, 200, 404])
    expect(await statusesOf(site, ['/part-before'])).toEqual([200])
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

describe('the decorators', () => {
  test('are there where the plugin is, and nowhere else', async () => {
    const seen: boolean[] = []
    const look = (app: FastifyInstance): void => {
      seen.push(app.hasDecorator('jwtAuth'), app.hasRequestDecorator('auth'))
    }
    await serveFastify(async (app) => {
      await app.register(async (part) => {
        await part.register(jwtAuth, POLICY)
        look(part)
        await part.register(async (inner) => look(inner))
      })
      look(app)
    })

    expect(seen).toEqual([true, true, true, true, false, false])
  })

  test('give the nearest handle, which is the one that was registered', async () => {
    const [outer, inner] = [createAuthenticator(POLICY), createAuthenticator(WITH_EMAIL)]
    const seen: Authenticator[] = []
    await serveFastify(async (app) => {
      await app.register(jwtAuth, outer)
      await app.register(async (part) => {
        await part.register(jwtAuth, inner)
        seen.push(part.jwtAuth)
      })
      await app.register(async (part) => void seen.push(part.jwtAuth))
      seen.push(app.jwtAuth)
    })

    expect(seen.map((one) => (one === outer ? 'outer' : one === inner && 'inner'))).toEqual([
      'inner',
      'outer',
      'outer',
    ])
  })

  test('give a handle made of options', async () => {
    await serveFastify(async (app) => {
      await app.register(jwtAuth, POLICY)
      expect(app.jwtAuth.status()).toEqual(createAuthenticator(POLICY).status())
    })
  })
})

describe('a register that goes wrong stops the start', () => {
  const start = async (build: (app: FastifyInstance) => unknown): Promise<unknown> => {
    const app = fastify()
    onTestFinished(() => app.close())
    await build(app)
    return app.ready()
  }

  test('where another plugin has `auth` already', async () => {
    await expect(start((app) => app.decorateRequest('auth').register(jwtAuth, POLICY))).rejects.toThrow(
      /'auth' has already been added/,
    )
  })

  test.each([
    ['an option that is not known', { ...POLICY, audiences: ['x'] }, /audiences/],
    ['an option that is missing', { issuer: POLICY.issuer, keys: POLICY.keys }, /audience/],
    ['no options at all', undefined, /expected|required|issuer/],
  ])('for %s', async (_name, options, message) => {
    await expect(start((app) => app.register(jwtAuth, options as never))).rejects.toThrow(message)
  })

  test('but not for what Fastify itself adds to the options', async () => {
    const site = await serveFastify(async (app) => {
      await app.register(jwtAuth, {
        ...POLICY,
        prefix: '/api',
        logLevel: 'warn',
        logSerializers: {},
      } as never)
      route(app, '/')
    })

    expect(await statusesOf(site, ['/'], {})).toEqual([200])
    expect(await statusesOf(site, ['/'])).toEqual([401])
  })
})
