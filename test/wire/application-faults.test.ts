import type { AuthOptions } from '@meishi/core'
import { jwtAuth } from '@meishi/express'
import { describe, expect, test, vi } from 'vitest'
import { listen, reached, VERSIONS } from './express-versions.js'
import { bearer, mint, POLICY } from './issuer.js'
import { send, valuesOf } from './raw-http.js'

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
  ['a check that throws what Express takes for leave to go on', { check: () => Promise.reject('route') }],
  ['a check that rejects with nothing', { check: () => Promise.reject() }],
]

describe.each(VERSIONS)('$version', ({ express }) => {
  test.each(FAULTS)('passes %s on as a fault of the server, never as a refusal', async (_name, options) => {
    const log = vi.spyOn(console, 'error').mockReturnValue()
    const app = express()
    app.set('env', 'production')
    app.get('/', jwtAuth({ ...POLICY, ...options }), reached)
    const token = mint()

    const answer = await send(await listen(app), { target: '/', headers: [bearer(token)] })

    expect(answer.status).toBe(500)
    expect(answer.body).toContain('<pre>Internal Server Error</pre>')
    expect(valuesOf(answer, 'www-authenticate')).toEqual([])
    expect(answer.bytes + JSON.stringify(log.mock.calls)).not.toContain(token)
    log.mockRestore()
  })

  test.each([
    ['throws', fault],
    ['rejects', async () => fault()],
  ])('does not mind an onDecision that %s', async (_name, onDecision) => {
    const auth = jwtAuth({ ...POLICY, onDecision })
    const app = express()
    app.get('/', auth, reached)

    const answer = await send(await listen(app), { target: '/', headers: [bearer(mint())] })

    expect(answer.body).toBe('reached')
    expect(auth.status().onDecisionFailures).toBe(1)
  })

  test('answers 503 once the middleware was closed', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue()
    const auth = jwtAuth(POLICY)
    const app = express()
    app.get('/', auth, reached)
    auth.close()

    const answer = await send(await listen(app), { target: '/', headers: [bearer(mint())] })

    expect(answer.status).toBe(503)
    expect(valuesOf(answer, 'retry-after')).toEqual(['5'])
    log.mockRestore()
  })
})
