import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, test, vi } from 'vitest'
import { basic, countedKeys, ISSUER, mint, request, signer, wordFor } from '../test-support/authentication.js'
import { createAuthenticator } from './create-authenticator.js'
import type { DecisionRecord } from './decision.js'
import type { AuthOptions } from './options/auth-options.js'

const FIELDS = [
  'alg',
  'cached',
  'code',
  'durationMicros',
  'issuer',
  'kid',
  'outcome',
  'reportOnly',
  'route',
  'stale',
  'unchecked',
]

async function recordOf(
  options: Partial<AuthOptions>,
  token?: string,
  route?: string,
): Promise<DecisionRecord> {
  const records: DecisionRecord[] = []
  const authenticator = createAuthenticator({
    ...basic,
    ...options,
    onDecision: (record) => records.push(record),
  })
  await wordFor(authenticator, request(token, { route }))
  expect(records).toHaveLength(1)
  return records[0] as DecisionRecord
}

const down = countedKeys()
down.state = 'down'
const unable = { isRevoked: () => Promise.reject(new Error('ECONNREFUSED')) }

describe('the record of a request', () => {
  const rows: readonly (readonly [
    string,
    Partial<AuthOptions>,
    string | undefined,
    Partial<DecisionRecord>,
  ])[] = [
    [
      'accepted',
      {},
      mint(),
      { outcome: 'authenticated', code: undefined, issuer: ISSUER, kid: signer.kid, alg: 'ES256' },
    ],
    [
      'anonymous',
      { optional: true },
      undefined,
      { outcome: 'anonymous', code: undefined, issuer: undefined },
    ],
    ['without a token', {}, undefined, { outcome: 'refused', code: 'token_missing', kid: undefined }],
    ['refused unread', {}, 'x', { outcome: 'refused', code: 'token_malformed', alg: undefined }],
    [
      'refused',
      {},
      mint({ exp: 1 }),
      { outcome: 'refused', code: 'token_expired', issuer: ISSUER, alg: 'ES256' },
    ],
    [
      'that the revocation list could not judge',
      { revocation: { list: unable, onUnavailable: 'allow' } },
      mint(),
      { outcome: 'authenticated', unchecked: 'revocation' },
    ],
    [
      'that neither list nor store could judge',
      {
        revocation: { list: unable, onUnavailable: 'allow' },
        preventReplay: { store: { consume: unable.isRevoked }, onUnavailable: 'allow' },
      },
      mint({ jti: 'a' }),
      { outcome: 'authenticated', unchecked: 'both' },
    ],
    ['of another kid', {}, mint({}, { kid: 'a\r\n<b>' }), { code: 'key_not_found', kid: 'a???b?' }],
    ['of no algorithm', {}, mint({}, { alg: 'none' }), { code: 'algorithm_refused', alg: undefined }],
    ['with an outage', { keys: { source: down } }, mint(), { outcome: 'unavailable', code: 'unavailable' }],
    [
      'with a fault',
      {
        check: () => {
          throw new Error('x')
        },
      },
      mint(),
      { outcome: 'failed', code: undefined },
    ],
    ['in report mode', { mode: 'report' }, mint(), { outcome: 'authenticated', reportOnly: true }],
  ]

  test.each(rows)('%s', async (_name, options, token, expected) => {
    const record = await recordOf(options, token)
    expect(record).toMatchObject(expected)
    expect(Object.keys(record).sort()).toEqual(FIELDS)
  })

  test('is a fixed list of scalars with nothing of the token', async () => {
    const token = mint({ jti: 'the-jti', sub: 'the-sub', secret: 'the-secret' })
    const record = await recordOf({}, token, '/users/:id')
    expect(Object.isFrozen(record)).toBe(true)
    expect(
      Object.values(record).filter((value) => typeof value === 'object' || typeof value === 'function'),
    ).toEqual([])
    for (const part of ['the-jti', 'the-sub', 'the-secret', ...token.split('.')]) {
      expect(JSON.stringify(record)).not.toContain(part)
    }
    expect(record).toMatchObject({
      route: '/users/:id',
      stale: false,
      unchecked: undefined,
      reportOnly: false,
    })
    expect(Number.isInteger(record.durationMicros)).toBe(true)
  })

  test('counts the time from the beginning of the request, not of the process', async () => {
    const before = performance.now()
    const { durationMicros } = await recordOf({}, mint())
    expect(durationMicros).toBeLessThanOrEqual(Math.ceil((performance.now() - before) * 1000))
  })

  test('says what the server was not set up for', async () => {
    const onDecision = vi.fn()
    const authenticator = createAuthenticator({ ...basic, token: { form: 'token' }, onDecision })
    const rawHeaders = ['Content-Type', 'application/x-www-form-urlencoded', 'Content-Length', '1']
    expect(await wordFor(authenticator, request(undefined, { rawHeaders }))).toBe('MisconfiguredError')
    expect(onDecision).toHaveBeenCalledWith(
      expect.objectContaining({ outcome: 'failed', code: 'configuration' }),
    )
  })
})

describe('a listener that fails', () => {
  test.each([
    [
      'throws',
      () => {
        throw new Error('x')
      },
    ],
    [
      'throws nothing at all',
      () => {
        throw undefined
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('x')
      },
    ],
  ])('and %s changes nothing and is counted', async (_name, onDecision) => {
    const authenticator = createAuthenticator({ ...basic, onDecision })
    expect(await wordFor(authenticator, request(mint()))).toBe('authenticated')
    expect(await wordFor(authenticator.with({}), request())).toBe('token_missing')
    await vi.waitFor(() => expect(authenticator.status().onDecisionFailures).toBe(2))
  })

  test('is the one of its options: replace and with() change it', async () => {
    const [first, second, third] = [vi.fn(), vi.fn(), vi.fn()]
    const authenticator = createAuthenticator({ ...basic, onDecision: first })
    await wordFor(authenticator.with({ onDecision: second }), request())
    authenticator.replace({ ...basic, onDecision: third })
    await wordFor(authenticator, request())
    expect([first, second, third].map((listener) => listener.mock.calls.length)).toEqual([0, 1, 1])
  })
})

test('the channel meishi:decision tells of every authenticator while somebody listens', async () => {
  const records: unknown[] = []
  const listener = (record: unknown): void => {
    records.push(record)
  }
  const onDecision = vi.fn()
  const authenticator = createAuthenticator(basic)
  subscribe('meishi:decision', listener)
  await wordFor(authenticator, request(mint()))
  await wordFor(createAuthenticator({ ...basic, onDecision }), request())
  unsubscribe('meishi:decision', listener)
  await wordFor(authenticator, request(mint()))
  expect(records).toEqual([
    expect.objectContaining({ outcome: 'authenticated' }),
    expect.objectContaining({ outcome: 'refused', code: 'token_missing' }),
  ])
  expect(onDecision).toHaveBeenCalledExactlyOnceWith(records[1])
})
