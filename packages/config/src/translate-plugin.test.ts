import { type AuthOptions, createAuthenticator } from '@meishi/core'
import { type ManualClock, manualClock, mintToken, type TestClaims } from '@meishi/core/testing'
import { describe, expect, test } from 'vitest'
import { pluginJson, signer } from '../test-support/plugin-text.js'
import { loadJwtPlugin } from './index.js'

const DAY = 86_400

/** Answers as the gateway would: its error code, or `accepted`. */
function gateway(options: AuthOptions, clock: ManualClock): (claims: TestClaims) => Promise<string> {
  const authenticator = createAuthenticator({ ...options, clock })
  return async (claims) => {
    const outcome = await authenticator.authenticate({ rawHeaders: ['X-Token', mintToken(signer, claims)] })
    return outcome.status === 'refused' ? String(outcome.error.headers['X-Ca-Error-Code']) : 'accepted'
  }
}

describe.each([
  ['2004', 2 ** 30, 2 ** -22],
  ['2025', 1_760_000_000, 2 ** -22],
  ['2038', 2 ** 31 - 8 * DAY, 2 ** -22],
  ['2100', 4_102_444_800, 2 ** -21],
])('a token of %s', (_year, now, step) => {
  const answer = gateway(loadJwtPlugin(pluginJson()), manualClock(now))

  test.each([
    ['seven days', 7 * DAY, 'A403JT'],
    ['the least bit less', 7 * DAY - step, 'accepted'],
    ['the least bit more', 7 * DAY + step, 'A403JT'],
    ['a second less', 7 * DAY - 1, 'accepted'],
  ])(
    'that lives %s, from its iat or from now, is judged by the limit',
    async (_title, lifetime, expected) => {
      expect(await answer({ iat: now, exp: now + lifetime })).toBe(expected)
      expect(await answer({ iat: undefined, exp: now + lifetime })).toBe(expected)
    },
  )
})

describe('ignoreExpirationCheck', () => {
  const now = 1_760_000_000
  const options = loadJwtPlugin(pluginJson({ ignoreExpirationCheck: true }))

  test('sets no limit of its own', () => {
    expect(options.dangerouslyIgnoreExpiration).toBe(true)
    expect(options).not.toHaveProperty('maxLifetime')
    expect(options).not.toHaveProperty('maxTokenAge')
  })

  test.each([
    ['expired', { iat: 1, exp: 2 }],
    ['long-lived', { iat: now, exp: now + 400 * DAY }],
    ['without exp', { iat: undefined, exp: undefined }],
  ])('accepts a token that is %s', async (_title, claims) => {
    expect(await gateway(options, manualClock(now))(claims)).toBe('accepted')
  })
})

describe('preventJtiReplay', () => {
  const now = 1_760_000_000
  const once = loadJwtPlugin(pluginJson({ preventJtiReplay: true }))

  test('has a namespace, which the application may choose', () => {
    expect(once.preventReplay).toEqual({ namespace: 'jwt-plugin' })
    const options = loadJwtPlugin(pluginJson({ preventJtiReplay: true }), { namespace: 'payments' })
    expect(options.preventReplay).toEqual({ namespace: 'payments' })
  })

  test('is off unless it is true', () => {
    expect(loadJwtPlugin(pluginJson({ preventJtiReplay: undefined }))).not.toHaveProperty('preventReplay')
    expect(loadJwtPlugin(pluginJson({ preventJtiReplay: false }))).not.toHaveProperty('preventReplay')
  })

  test('accepts an id once, and no token without one', async () => {
    const answer = gateway(once, manualClock(now))
    const claims = { iat: now, exp: now + 60, jti: 'a' }
    expect(await answer(claims)).toBe('accepted')
    expect(await answer(claims)).toBe('S403JU')
    expect(await answer({ ...claims, jti: undefined })).toBe('S403JI')
  })

  test('without the expiration check needs iat, and limits the age to seven days', async () => {
    const options = loadJwtPlugin(pluginJson({ preventJtiReplay: true, ignoreExpirationCheck: true }))
    const clock = manualClock(now)
    const answer = gateway(options, clock)
    expect(options.maxTokenAge).toBe(604_800)
    expect(await answer({ iat: undefined, exp: undefined, jti: 'a' })).toBe('A403JT')
    expect(await answer({ iat: now, exp: undefined, jti: 'a' })).toBe('accepted')
    clock.advance(7 * DAY)
    expect(await answer({ iat: now, exp: undefined, jti: 'a' })).toBe('S403JU')
    clock.advance(5)
    expect(await answer({ iat: now, exp: undefined, jti: 'b' })).toBe('A403JT')
  })
})
