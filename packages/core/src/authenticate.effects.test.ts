import { describe, expect, test, vi } from 'vitest'
import { basic, ISSUER, mint, request, wordFor } from '../test-support/authentication.js'
import type { MappingTarget } from './claim-mapping.js'
import { createAuthenticator } from './create-authenticator.js'
import type { AuthOptions } from './options/auth-options.js'
import type { StandardSchema } from './standard-schema.js'
import { manualClock } from './testing.js'

const schema = (issues?: readonly { message: string }[]): StandardSchema<{ id: string }> => ({
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => (issues ? { issues } : { value: { id: (value as { sub: string }).sub } }),
  },
})

const toTarget = (claim: string, to: MappingTarget) => ({ claimMapping: [{ claim, to }] })

describe('the jti is spent last: it survives a refusal by', () => {
  const rows: readonly (readonly [string, Partial<AuthOptions>, string, string?, string?])[] = [
    ['the signature', {}, 'signature_invalid', `${mint().slice(0, -4)}AAAA`],
    ['the audience', { audience: 'x' }, 'audience_refused'],
    ['a required claim', { requiredClaims: ['x'] }, 'claim_missing'],
    ['the schema', { claims: schema([{ message: 'no' }]) as never }, 'claim_refused'],
    ['the check', { check: () => false }, 'claim_refused'],
    ['a check that is merely truthy', { check: () => 'yes' as never }, 'claim_refused'],
    ['the revocation list', { revocation: { isRevoked: () => true } }, 'token_revoked'],
    ['the guard', { guard: () => false }, 'scope_insufficient'],
    ['a path that cannot be', toTarget('dot', { path: 'id' }), 'claim_refused', mint({ dot: '..' })],
    ['a body of another type', toTarget('sub', { form: 'user' }), 'media_type_refused', mint(), 'text/plain'],
    ['a body unparsed', toTarget('sub', { form: 'user' }), 'MisconfiguredError', mint(), 'application/json'],
  ]

  test.each(rows.map((row) => ({ row, name: row[0] })))('$name', async ({ row }) => {
    const [, options, word, token = mint(), type] = row
    const consume = vi.fn(() => true)
    const authenticator = createAuthenticator({ ...basic, ...options, preventReplay: { store: { consume } } })
    const body = type === undefined ? [] : ['Content-Type', type, 'Content-Length', '1']
    const view = request(token, { rawHeaders: ['Authorization', `Bearer ${token}`, ...body] })
    expect(await wordFor(authenticator, view)).toBe(word)
    expect(consume).not.toHaveBeenCalled()
  })
})

test('the application is asked in the order schema, check, revocation, guard, store', async () => {
  const asked: string[] = []
  const note =
    <T>(name: string, value: T) =>
    () => {
      asked.push(name)
      return value
    }
  const { '~standard': standard } = schema()
  const authenticator = createAuthenticator({
    ...basic,
    claims: { '~standard': { ...standard, validate: note('schema', { value: { id: 'x' } }) } },
    check: note('check', true),
    revocation: { isRevoked: note('revocation', false) },
    guard: note('guard', true),
    preventReplay: { store: { consume: note('store', true) } },
  })
  expect(await wordFor(authenticator as never, request(mint()))).toBe('authenticated')
  expect(asked).toEqual(['schema', 'check', 'revocation', 'guard', 'store'])
})

test('what the schema made of the claims is what check, guard and handlers see; mapping sees the token', async () => {
  const seen: unknown[] = []
  const authenticator = createAuthenticator({
    ...basic,
    claims: schema(),
    check: (claims) => seen.push(claims) > 0,
    guard: ({ claims }) => seen.push(claims) > 0,
    claimMapping: [{ claim: 'sub', to: { header: 'X-User' } }],
  })
  const outcome = await authenticator.authenticate(request(mint()))
  expect(seen).toEqual([{ id: 'alice' }, { id: 'alice' }])
  expect(outcome).toMatchObject({
    auth: { claims: { id: 'alice' }, token: { claims: { sub: 'alice' } } },
    assignments: [{ name: 'X-User', value: 'alice' }],
  })
})

describe('an identity', () => {
  const idsOf = async (
    ...wanted: (readonly [options: Partial<AuthOptions>, token: string])[]
  ): Promise<string[]> => {
    const ids: string[] = []
    const store = { consume: (id: string) => ids.push(id) > 0 }
    for (const [options, token] of wanted) {
      const { preventReplay } = options
      const replay = typeof preventReplay === 'object' ? preventReplay : {}
      await createAuthenticator({ ...basic, ...options, preventReplay: { ...replay, store } }).authenticate(
        request(token),
      )
    }
    return ids
  }
  const any = { issuer: [ISSUER, 'a', 'a1:'] }
  const namespace = (name: string): Partial<AuthOptions> => ({ ...any, preventReplay: { namespace: name } })

  test('is the same for two tokens with one iss and jti', async () => {
    const [one, two] = await idsOf([any, mint({ jti: 'x' })], [any, mint({ jti: 'x', sub: 'bob' })])
    expect(one).toBe(two)
    expect(one).toMatch(/^[\w-]{43}$/)
  })

  test('differs by namespace, iss and jti, wherever one ends and the next begins', async () => {
    const ids = await idsOf(
      [any, mint({ jti: 'x' })],
      [any, mint({ jti: 'X' })],
      [any, mint({ iss: 'a', jti: '1:x' })],
      [any, mint({ iss: 'a1:', jti: 'x' })],
      [namespace('n'), mint({ jti: 'x' })],
      [namespace('n0:'), mint({ jti: 'x' })],
    )
    expect(ids).toHaveLength(6)
    expect(new Set(ids).size).toBe(6)
  })
})

describe('a deadline', () => {
  const NOW = 1_700_000_000
  const clock = manualClock(NOW)
  const rows = [
    ['exp', {}, { iat: NOW, exp: NOW + 100 }, NOW + 100 + 5 + 60],
    ['the tolerance', { clockTolerance: 0 }, { iat: NOW, exp: NOW + 100 }, NOW + 100 + 60],
    ['an exp beyond maxTokenAge', { maxTokenAge: 50 }, { iat: NOW, exp: NOW + 100 }, NOW + 100 + 5 + 60],
    ['maxTokenAge beyond exp', { maxTokenAge: 500 }, { iat: NOW, exp: NOW + 100 }, NOW + 500 + 5 + 60],
    ['a fraction, rounded up', {}, { iat: NOW, exp: NOW + 100.0001 }, NOW + 165.001],
    [
      'an exp that is not looked at',
      { dangerouslyIgnoreExpiration: true, maxTokenAge: 50 },
      { iat: NOW, exp: 1 },
      NOW + 115,
    ],
    [
      'no exp',
      { dangerouslyAllowMissingExpiration: true, maxTokenAge: 50 },
      { iat: NOW, exp: undefined },
      NOW + 115,
    ],
  ] as const

  test.each(rows)('goes by %s', async (_name, options, claims, seconds) => {
    const consume = vi.fn((_id: string, _expiresAt: number) => true)
    const authenticator = createAuthenticator({
      ...basic,
      clock,
      ...options,
      preventReplay: { store: { consume } },
    })
    expect(await wordFor(authenticator, request(mint(claims)))).toBe('authenticated')
    const deadline = consume.mock.calls[0]?.[1] ?? 0
    expect(deadline).toBe(Math.round(seconds * 1000))
    expect(Number.isInteger(deadline)).toBe(true)
  })
})

describe('a store that cannot tell', () => {
  const store = { consume: () => Promise.reject(new Error('ECONNRESET')) }

  test('is an outage by default', async () => {
    const refusing = createAuthenticator({ ...basic, preventReplay: { store } })
    await expect(refusing.authenticate(request(mint()))).rejects.toMatchObject({
      name: 'UnavailableError',
      part: 'replay',
    })
  })

  test('may be passed over, which the decision says', async () => {
    const onDecision = vi.fn()
    const allowing = createAuthenticator({
      ...basic,
      onDecision,
      preventReplay: { store, onUnavailable: 'allow' },
    })
    expect(await wordFor(allowing, request(mint()))).toBe('authenticated')
    expect(onDecision).toHaveBeenCalledWith(expect.objectContaining({ unchecked: 'replay' }))
    expect(await wordFor(allowing, request(mint({ jti: undefined })))).toBe('jti_missing')
  })

  test('answers anything but true, which is a no', async () => {
    const odd = createAuthenticator({ ...basic, preventReplay: { store: { consume: () => 1 as never } } })
    expect(await wordFor(odd, request(mint()))).toBe('jti_replayed')
  })
})
