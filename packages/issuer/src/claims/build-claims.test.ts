import { describe, expect, test } from 'vitest'
import { createTokenEncrypter } from '../encrypt/create-token-encrypter.js'
import { buildClaims } from './build-claims.js'

const defaults = { issuer: 'https://auth.example.com', audience: undefined, lifetime: 3600 }
const NOW = 1_800_000_000.75
const build = (request: object) => buildClaims(request, defaults, NOW)

test('an hour from a whole second on, with a new UUID', () => {
  const one = build({ subject: 'alice', audience: 'api' })
  expect(one).toEqual({
    iss: 'https://auth.example.com',
    sub: 'alice',
    aud: 'api',
    iat: 1_800_000_000,
    exp: 1_800_003_600,
    jti: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
  })
  expect(build({ audience: 'api' }).jti).not.toBe(one.jti)
})

test.each([
  ['a list stays a list', { audience: ['a', 'b'] }, { aud: ['a', 'b'] }],
  ['a list of one stays a list', { audience: ['a'] }, { aud: ['a'] }],
  ['null means no audience', { audience: null }, { aud: undefined }],
  ['no subject, no claim', { audience: 'a' }, { sub: undefined }],
  ['one second', { audience: 'a', lifetime: 1 }, { exp: 1_800_000_001 }],
  ['366 days', { audience: 'a', lifetime: 31_622_400 }, { exp: 1_831_622_400 }],
  ['a start', { audience: 'a', notBefore: 1_800_000_060 }, { nbf: 1_800_000_060 }],
  ['private claims', { audience: 'a', claims: { x: { y: [1, null, 'ü'] } } }, { x: { y: [1, null, 'ü'] } }],
])('%s', (_, request, expected) => {
  expect(build(request)).toMatchObject(
    Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined)),
  )
  for (const [name, value] of Object.entries(expected))
    if (value === undefined) expect(build(request)).not.toHaveProperty(name)
})

test('the audience of the issuer counts where none is given', () => {
  expect(buildClaims({}, { ...defaults, audience: 'everyday' }, NOW).aud).toBe('everyday')
  expect(buildClaims({ audience: null }, { ...defaults, audience: 'everyday' }, NOW)).not.toHaveProperty(
    'aud',
  )
})

test.each(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'])('a private claim never overrides %s', (name) => {
  expect(() => build({ audience: 'a', claims: { [name]: 'x' } })).toThrow(
    `claims.${name}: is a registered claim`,
  )
})

const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) })
const cycle: Record<string, unknown> = {}
cycle.self = cycle

test.each([
  [{}, 'audience: is required'],
  [{ audience: '' }, 'audience: expected a string that is not empty; got an empty string'],
  [{ audience: [] }, 'audience: expected a list that is not empty'],
  [{ audience: ['a', 1] }, 'audience[1]: expected a string that is not empty; got 1'],
  [{ lifetime: 0 }, 'lifetime: expected a whole number from 1 to 31622400; got 0'],
  [{ lifetime: 31_622_401 }, 'lifetime: expected a whole number from 1 to 31622400'],
  [{ lifetime: 1.5 }, 'lifetime: expected a whole number'],
  [{ lifetime: '60' }, 'lifetime: expected a whole number'],
  [{ subject: 7 }, 'subject: expected a string'],
  [{ notBefore: Number.NaN }, 'notBefore: expected a whole number'],
  [{ notBefore: 1_800_003_600 }, 'notBefore: the token would expire before'],
  [{ expiresIn: 60 }, 'expiresIn: unknown option; known are subject,'],
  [{ type: 'at jwt' }, 'type: expected a media type'],
  [{ claims: [] }, 'claims: expected an object; got'],
  [{ encrypt: { alg: 'dir', enc: 'A128GCM' } }, 'encrypt: expected what createTokenEncrypter gave'],
  [{ claims: { at: new Date(0) } }, 'claims.at: expected JSON; got an object of a class'],
  [{ claims: { big: 1n } }, 'claims.big: expected JSON; got a bigint'],
  [{ claims: { gone: undefined } }, 'claims.gone: expected JSON; got undefined'],
  [{ claims: { list: [1, Number.NaN] } }, 'claims.list[1]: is not a finite number'],
  [{ claims: { text: '\ud800' } }, 'claims.text: is not well-formed text'],
  [{ claims: { deep: deep(20) } }, 'levels deep'],
  [{ claims: { cycle } }, 'levels deep'],
])('%o is refused', (request, message) => {
  const rest = 'audience' in request || message.startsWith('audience') ? {} : { audience: 'api' }
  expect(() => build({ ...rest, ...request })).toThrow(message)
})

test.each([undefined, null, 'alice', []])('%o is no request', (request) => {
  expect(() => buildClaims(request as never, defaults, NOW)).toThrow(
    'expected an object that says what to issue',
  )
})

test('an encrypter is taken', () => {
  const encrypt = createTokenEncrypter({ alg: 'dir', enc: 'A128GCM', key: { secret: Buffer.alloc(16) } })
  expect(build({ audience: 'a', encrypt })).toHaveProperty('aud')
})

describe('an access token of RFC 9068', () => {
  const whole = { type: 'at+jwt', subject: 'alice', audience: 'api', claims: { client_id: 's6BhdRkqt3' } }

  test('has its claims', () => {
    const claims = {
      client_id: 'c',
      scope: 'a b',
      auth_time: 1,
      acr: 'x',
      amr: ['pwd'],
      groups: [],
      roles: [{ value: 'r' }],
    }
    expect(build({ ...whole, claims })).toMatchObject(claims)
  })

  test.each([
    [{ subject: undefined }, 'subject: is required in a token of the type at+jwt'],
    [{ audience: null }, 'audience: is required in a token of the type at+jwt'],
    [{ claims: {} }, 'claims.client_id: is required in a token of the type at+jwt'],
    [{ type: 'application/AT+JWT', claims: {} }, 'claims.client_id: is required'],
    [{ claims: { client_id: 'c', scope: 'a  b' } }, 'claims.scope: expected scopes'],
    [{ claims: { client_id: 'c', scope: ['a'] } }, 'claims.scope: expected scopes'],
    [{ claims: { client_id: 'c', auth_time: '1' } }, 'claims.auth_time: expected a whole number'],
    [{ claims: { client_id: 'c', amr: 'pwd' } }, 'claims.amr: expected a list'],
    [{ claims: { client_id: 'c', roles: [1] } }, 'claims.roles[0]: expected a name or an object'],
  ])('is refused with %j', (change, message) => {
    expect(() => build({ ...whole, ...change })).toThrow(message)
  })

  test('other types need none of them', () => {
    expect(build({ audience: 'a', type: 'logout+jwt', claims: { scope: 7 } })).toMatchObject({ scope: 7 })
  })
})
