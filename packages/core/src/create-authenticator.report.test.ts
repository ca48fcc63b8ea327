import { once } from 'node:events'
import { describe, expect, test, vi } from 'vitest'
import { basic, countedKeys, mint, request, wordFor } from '../test-support/authentication.js'
import { receive, responseTo, surfaceOf, viewOf } from '../test-support/receive.js'
import { createAuthenticator } from './create-authenticator.js'
import { protect } from './protect.js'

describe('mode: report', () => {
  const onDecision = vi.fn()
  const consume = vi.fn(() => true)
  const reporting = () =>
    createAuthenticator({
      ...basic,
      onDecision,
      mode: 'report',
      forwardToken: false,
      preventReplay: { store: { consume } },
      claimMapping: [{ claim: 'sub', to: { header: 'X-User' } }],
    })

  test.each([
    ['a good token', mint(), 'authenticated', undefined],
    ['a bad token', 'x', 'refused', 'token_malformed'],
    ['no token', undefined, 'refused', 'token_missing'],
  ])('decides and reports %s, strips, and lets it pass as anonymous', async (_name, token, outcome, code) => {
    onDecision.mockClear()
    consume.mockClear()
    const headers: [string, string][] = token === undefined ? [] : [['Authorization', `Bearer ${token}`]]
    const message = await receive({ headers: [...headers, ['X-User', 'mallory']] })
    const passed = await protect(reporting(), surfaceOf(message), viewOf(message), responseTo(message))
    expect(passed).toEqual({ status: 'anonymous' })
    expect(onDecision).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ outcome, code, reportOnly: true }),
    )
    expect(message.headers['x-user']).toBeUndefined()
    expect(message.headers.authorization).toBe(headers[0]?.[1])
    expect(consume).not.toHaveBeenCalled()
  })

  test('lets an outage and a fault of the application pass too', async () => {
    const source = countedKeys()
    source.state = 'down'
    expect(await wordFor(reporting().with({ keys: { source } }), request(mint()))).toBe('anonymous')
    const faulty = reporting().with({
      check: () => {
        throw new Error('x')
      },
    })
    expect(await wordFor(faulty, request(mint()))).toBe('anonymous')
    expect(onDecision.mock.calls.slice(-2).map(([{ outcome }]) => outcome)).toEqual(['unavailable', 'failed'])
  })

  test('says so at start', async () => {
    const warned = once(process, 'warning')
    reporting()
    expect(await warned).toEqual([expect.objectContaining({ code: 'MEISHI_REPORT_MODE' })])
  })

  test('says so when it is switched on later', async () => {
    const authenticator = createAuthenticator(basic)
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    authenticator.replace({ ...basic, mode: 'report' })
    const calls = warn.mock.calls.length
    warn.mockRestore()
    expect(calls).toBe(1)
  })
})
