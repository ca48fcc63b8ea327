import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import formbody from '@fastify/formbody'
import { requireScope } from '@meishi/core'
import { allow, jwtAuth } from '@meishi/fastify'
import { describe, expect, test } from 'vitest'
import { as } from './asking.js'
import { FORM } from './cases/stripped-bodies.js'
import { serveFastify } from './fastify-app.js'
import { POLICY } from './issuer.js'

const toForm = [{ claim: 'sub', to: { form: 'user' } }]

/** The status for HEAD, whose answer has a length and no body. */
async function headStatus(port: number, lines: readonly string[] = []): Promise<number | undefined> {
  const headers = Object.fromEntries(lines.map((line) => line.split(': ') as [string, string]))
  const asked = request({ host: '127.0.0.1', port, method: 'HEAD', headers, agent: false }).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  answer.resume()
  return answer.statusCode
}

describe('a route', () => {
  test.each([
    ['nobody', [], 401, 401],
    ['a caller', as().headers, 200, 404],
  ])('answers %s alike to GET and HEAD, and where there is none', async (_name, headers, found, none) => {
    const { port, ask } = await serveFastify(async (app) => {
      await app.register(jwtAuth, POLICY)
      app.get('/', async () => 'reached')
    })
    const statusOf = async (method: string, target: string): Promise<number> =>
      (await ask({ method, target, headers })).status

    expect([await statusOf('GET', '/'), await headStatus(port, headers)]).toEqual([found, found])
    expect([await statusOf('GET', '/nowhere'), await statusOf('POST', '/')]).toEqual([none, none])
  })

  test('has its overrides for HEAD too', async () => {
    const { port } = await serveFastify(async (app) => {
      await app.register(jwtAuth, POLICY)
      app.get('/', { config: { auth: { optional: true } } }, async () => 'reached')
    })

    expect(await headStatus(port)).toBe(200)
  })

  test.each(['GET', 'POST', 'DELETE', 'OPTIONS'])(
    'that is not there is protected where the body is read, for %s',
    async (method) => {
      const { ask } = await serveFastify(async (app) => {
        await app.register(formbody)
        await app.register(jwtAuth, { ...POLICY, claimMapping: toForm })
        await app.register(
          async (part) => {
            part.setNotFoundHandler(async (request, reply) => reply.code(404).send({ body: request.body }))
          },
          { prefix: '/part' },
        )
      })
      const form = method === 'GET' ? {} : { body: 'user=evil' }
      const type = method === 'GET' ? [] : [`Content-Type: ${FORM}`]

      expect((await ask({ method, target: '/nowhere', headers: type, ...form })).status).toBe(401)
      expect((await ask({ method, target: '/part/nowhere', headers: type, ...form })).status).toBe(401)
      const known = { method, headers: [...type, ...as().headers], ...form }
      const mapped = method === 'GET' ? {} : { body: { user: 'alice' } }
      expect((await ask({ ...known, target: '/nowhere' })).status).toBe(404)
      expect((await ask({ ...known, target: '/part/nowhere' })).body).toBe(JSON.stringify(mapped))
    },
  )

  test('asks a guard as a hook, alone, in a list, and for a whole part', async () => {
    const { ask } = await serveFastify(async (app) => {
      await app.register(jwtAuth, POLICY)
      app.get('/alone', { preHandler: allow(requireScope('pay')) }, async () => 'in')
      app.get('/list', { preHandler: [allow(requireScope('pay')), allow(() => true)] }, async () => 'in')
      app.get(
        '/late',
        { onSend: async () => {}, preValidation: allow(requireScope('pay')) },
        async () => 'in',
      )
      await app.register(async (part) => {
        part.addHook('onRequest', allow(requireScope('pay')))
        part.get('/part', async () => 'in')
      })
    })

    for (const target of ['/alone', '/list', '/late', '/part']) {
      expect([target, (await ask({ target, ...as({ scope: 'pay' }) })).body]).toEqual([target, 'in'])
      expect([target, (await ask({ target, ...as() })).status]).toEqual([target, 403])
      expect([target, (await ask({ target })).status]).toEqual([target, 401])
    }
  })
})
