import formbody from '@fastify/formbody'
import { createAuthenticator } from '@meishi/core'
import { jwtAuth } from '@meishi/fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { describe, expect, test } from 'vitest'
import { as } from './asking.js'
import { FORM } from './cases/stripped-bodies.js'
import { countingStore } from './counting-store.js'
import { serveFastify } from './fastify-app.js'
import { mint, POLICY } from './issuer.js'

const toForm = [{ claim: 'sub', to: { form: 'user' } }]

const HOOKS = ['onRequest', 'preParsing', 'preValidation', 'preHandler'] as const

/** Who calls, as every hook behind the plugin sees it. */
function tellCallers(app: FastifyInstance, seen: string[]): void {
  const tell = (hook: string) => async (request: FastifyRequest) =>
    void seen.push(`${hook}: ${request.auth?.claims.sub ?? 'nobody'}`)
  for (const hook of HOOKS) app.addHook(hook as 'onRequest', tell(hook))
}

describe('the caller is known', () => {
  test.each([
    ['in onRequest', {}, ['alice', 'alice', 'alice', 'alice']],
    [
      'in preValidation, where claims are mapped to the body',
      { claimMapping: toForm },
      ['nobody', 'nobody', 'alice', 'alice'],
    ],
    [
      'in preValidation, where the token is in the body',
      { token: { form: 'jwt' } },
      ['nobody', 'nobody', 'alice', 'alice'],
    ],
  ])('%s', async (_name, options, callers) => {
    const seen: string[] = []
    const { ask } = await serveFastify(async (app) => {
      await app.register(formbody)
      await app.register(jwtAuth, { ...POLICY, ...options })
      tellCallers(app, seen)
      app.post('/', async () => 'reached')
    })
    const isForm = 'token' in options
    const headers = [`Content-Type: ${FORM}`, ...(isForm ? [] : as().headers)]

    await ask({ method: 'POST', target: '/', headers, body: isForm ? `jwt=${mint()}` : 'a=1' })

    expect(seen).toEqual(HOOKS.map((hook, at) => `${hook}: ${callers[at]}`))
  })

  test('to nobody who stands before', async () => {
    const seen: string[] = []
    const { ask } = await serveFastify(async (app) => {
      app.addHook('onRequest', async ({ auth }) => void seen.push(`before: ${auth?.claims.sub ?? 'nobody'}`))
      await app.register(jwtAuth, POLICY)
      app.get('/', async () => 'reached')
    })

    expect((await ask({ target: '/', ...as() })).body).toBe('reached')
    expect(seen).toEqual(['before: nobody'])
  })
})

describe('a refused request', () => {
  test.each([
    ['onRequest', {}, []],
    ['preValidation', { claimMapping: toForm }, ['onRequest: nobody', 'preParsing: nobody']],
  ])('ends in %s, and later hooks do not run', async (_hook, options, reached) => {
    const seen: string[] = []
    const { ask } = await serveFastify(async (app) => {
      await app.register(jwtAuth, { ...POLICY, ...options })
      tellCallers(app, seen)
      app.get('/', async () => void seen.push('handler'))
    })

    expect((await ask({ target: '/' })).status).toBe(401)
    expect(seen).toEqual(reached)
  })
})

describe('a token in two nested plugins', () => {
  test.each([
    ['of which none reads the body', {}, {}, 'evil'],
    ['of which the inner reads the body', {}, { claimMapping: toForm }, 'alice'],
    ['of which the outer reads the body', { claimMapping: toForm }, {}, 'alice'],
    [
      'of which both read the body',
      { claimMapping: toForm },
      { claimMapping: toForm, requiredClaims: ['sub'] },
      'alice',
    ],
  ])('is spent once: %s', async (_name, outer, inner, user) => {
    const { store, calls } = countingStore()
    const policy = { ...POLICY, preventReplay: { store } }
    const { ask } = await serveFastify(async (app) => {
      await app.register(jwtAuth, createAuthenticator({ ...policy, ...outer }))
      await app.register(async (part) => {
        await part.register(jwtAuth, createAuthenticator({ ...policy, ...inner }))
        part.post('/', async ({ body }) => body ?? 'no body')
      })
    })
    const headers = [...as().headers, 'Content-Type: application/json']
    const request = { method: 'POST', target: '/', headers, body: '{"a":1,"user":"evil"}' }

    const answers = [await ask(request), await ask(request)]

    expect(answers.map(({ status }) => status)).toEqual([200, 401])
    expect(calls()).toBe(2)
    expect(JSON.parse(answers[0]?.body ?? '')).toEqual({ a: 1, user })
  })
})
