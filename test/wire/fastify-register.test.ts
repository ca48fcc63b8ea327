import { type Authenticator, createAuthenticator } from '@meishi/core'
import { jwtAuth } from '@meishi/fastify'
import fastify, { type FastifyInstance } from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { as } from './asking.js'
import { serveFastify } from './fastify-app.js'
import { POLICY } from './issuer.js'

const WITH_EMAIL = { ...POLICY, requiredClaims: ['email'] }

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
      app.get('/', async () => 'reached')
    })

    expect((await site.ask({ target: '/', ...as() })).status).toBe(200)
    expect((await site.ask({ target: '/' })).status).toBe(401)
  })
})
