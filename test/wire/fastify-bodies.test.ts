import { connect } from 'node:net'
import formbody from '@fastify/formbody'
import { createAuthenticator, type ReplayStore } from '@meishi/core'
import { jwtAuth } from '@meishi/fastify'
import type { FastifyInstance } from 'fastify'
import { describe, expect, test } from 'vitest'
import { as } from './asking.js'
import { CALLERS, type Caller, callerNamed } from './callers.js'
import { FORM, FORMS, JSONS } from './cases/stripped-bodies.js'
import { countingStore } from './counting-store.js'
import { serveFastify } from './fastify-app.js'
import type { Site } from './frameworks/framework.js'
import { POLICY } from './issuer.js'

const toForm = [{ claim: 'sub', to: { form: 'user' } }]

/** Parsers besides those that every framework has, and what they make of every body. */
const PARSERS: readonly {
  readonly name: string
  readonly add: (app: FastifyInstance) => unknown
  readonly type: string
  readonly bodies: readonly string[]
}[] = [
  { name: '@fastify/formbody with its own parser', add: (app) => app.register(formbody), ...FORMS },
  {
    name: 'a parser of the application',
    add: (app) =>
      app.addContentTypeParser(/\+json$/, { parseAs: 'string' }, async (_request: unknown, text: string) =>
        JSON.parse(text),
      ),
    type: 'application/vnd.test+json',
    bodies: JSONS.bodies,
  },
]

function serve(
  { handle, isExempt }: Caller,
  prepare: (app: FastifyInstance) => unknown,
  store?: ReplayStore,
): Promise<Site> {
  return serveFastify(async (app) => {
    await prepare(app)
    const replay = store === undefined ? {} : { preventReplay: { store } }
    await app.register(jwtAuth, handle(createAuthenticator({ ...POLICY, ...replay, claimMapping: toForm })))
    const config = isExempt === true ? ({ auth: false } as const) : {}
    app.all('/', { config }, async ({ body }) => body)
  })
}

describe.each(PARSERS)('$name', ({ add, type, bodies }) => {
  describe.each(CALLERS)('of $name', (caller) => {
    test.each(bodies)('is no way in for the mapped name of %j', async (body) => {
      const { ask } = await serve(caller, async (app) => {
        app.setErrorHandler((_error, request, reply) => reply.code(200).send(request.body))
        await add(app)
      })
      const headers = [...caller.headers(), `Content-Type: ${type}`]

      const answer = await ask({ method: caller.method ?? 'POST', target: '/', headers, body })

      const mapped = caller.sees === undefined ? {} : { user: caller.sees }
      expect(JSON.parse(answer.body)).toEqual({ a: '1', ...mapped })
    })
  })
})

const caller = callerNamed('an authenticated caller')

test.each([
  ['a body that is too large', FORM, 'a'.repeat(200), 413],
  ['JSON that is none', 'application/json', '{"user":', 400],
  ['a media type that nobody parses', 'application/xml', '<user/>', 415],
])('Fastify answers %s itself, and spends no token', async (_name, type, body, status) => {
  const { store, calls } = countingStore()
  const { ask } = await serve(caller, (app) => app.register(formbody, { bodyLimit: 100 }), store)
  const headers = [...caller.headers(), `Content-Type: ${type}`]

  expect((await ask({ method: 'POST', target: '/', headers, body })).status).toBe(status)
  expect(calls()).toBe(0)
})

test('a client that goes away before its body is complete spends no token', async () => {
  const { store, calls } = countingStore()
  const [begun, aborted] = [deferred(), deferred()]
  const prepare = async (app: FastifyInstance): Promise<void> => {
    await app.register(formbody)
    app.addHook('onRequest', async () => begun.resolve())
    app.addHook('onRequestAbort', async (_request) => aborted.resolve())
  }
  const { port, ask } = await serve(caller, prepare, store)
  const head = ['POST / HTTP/1.1', 'Host: service.test', `Content-Type: ${FORM}`, 'Content-Length: 100']
  const socket = connect(port, '127.0.0.1')
  socket.write([...head, ...caller.headers(), '', 'a=1'].join('\r\n'))
  await begun.promise
  socket.destroy()
  await aborted.promise

  expect(calls()).toBe(0)
  expect((await ask({ method: 'POST', target: '/', ...as() })).body).toBe('{"user":"alice"}')
})

/** A promise, and the function that keeps it. */
function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {}
  const promise = new Promise<void>((keep) => {
    resolve = keep
  })
  return { promise, resolve }
}
