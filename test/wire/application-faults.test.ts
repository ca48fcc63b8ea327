import { type AuthOptions, createAuthenticator } from '@meishi/core'
import { describe, expect, test, vi } from 'vitest'
import { FRAMEWORKS } from './frameworks.js'
import { bearer, mint, POLICY } from './issuer.js'
import { valuesOf } from './raw-http.js'

const fault = (): never => {
  throw new Error('a mistake of the application')
}
const schema = (validate: () => never): AuthOptions['claims'] => ({
  '~standard': { version: 1, vendor: 'test', validate },
})

const FAULTS: readonly (readonly [string, Partial<AuthOptions>])[] = [
  ['a check that throws', { check: fault }],
  ['a check that rejects', { check: async () => fault() }],
  ['a schema that throws', { claims: schema(fault) as NonNullable<AuthOptions['claims']> }],
  ['a guard that throws', { guard: fault }],
  [
    'a check that rejects with what Express takes for leave to go on',
    { check: () => Promise.reject('route') },
  ],
  ['a check that rejects with nothing', { check: () => Promise.reject() }],
]

/** The routes at which a policy stands. */
const BEHIND = [{ path: '/' }]

describe.each(FRAMEWORKS)('$name', ({ serve }) => {
  test.each(FAULTS)('passes %s on as a fault of the server, never as a refusal', async (_name, options) => {
    const log = vi.spyOn(console, 'error').mockReturnValue()
    const site = await serve({ app: { ...POLICY, ...options }, routes: BEHIND, errors: 'default' })
    const token = mint()

    const answer = await site.ask({ target: '/', headers: [bearer(token)] })

    expect(answer.status).toBe(500)
    expect(answer.body).toContain('Internal Server Error')
    expect(valuesOf(answer, 'www-authenticate')).toEqual([])
    expect(answer.bytes + site.logged() + JSON.stringify(log.mock.calls)).not.toContain(token)
    log.mockRestore()
  })

  test.each([
    ['throws', fault],
    ['rejects', async () => fault()],
  ])('does not mind an onDecision that %s', async (_name, onDecision) => {
    const app = createAuthenticator({ ...POLICY, onDecision })
    const { ask } = await serve({ app, routes: BEHIND })

    expect((await ask({ target: '/', headers: [bearer(mint())] })).body).toBe('reached')
    expect(app.status().onDecisionFailures).toBe(1)
  })

  test('answers 503 once the handle was closed', async () => {
    const app = createAuthenticator(POLICY)
    const { ask } = await serve({ app, routes: BEHIND })
    app.close()

    const answer = await ask({ target: '/', headers: [bearer(mint())] })

    expect(answer.status).toBe(503)
    expect(valuesOf(answer, 'retry-after')).toEqual(['5'])
  })
})
