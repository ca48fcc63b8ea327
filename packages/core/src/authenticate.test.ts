import { describe, expect, test } from 'vitest'
import { basic, mint, request, wordFor } from '../test-support/authentication.js'
import { createAuthenticator } from './create-authenticator.js'
import type { RequestView } from './http/request-view.js'
import type { TokenSource } from './http/token-source.js'

const token = mint()
const other = mint()
const auth = (...lines: string[]): RequestView =>
  request(undefined, { rawHeaders: lines.flatMap((line) => ['Authorization', line]) })
const header = (name: string, ...values: string[]): RequestView =>
  request(undefined, { rawHeaders: values.flatMap((value) => [name, value]) })
const url = (text: string): RequestView => request(undefined, { url: text })
const form = (body: unknown, type = 'application/x-www-form-urlencoded'): RequestView =>
  request(undefined, { method: 'POST', body, rawHeaders: ['Content-Type', type, 'Content-Length', '9'] })

type Row = readonly [name: string, view: RequestView, word: string]
const TABLE: readonly (readonly [
  name: string,
  source: TokenSource | readonly TokenSource[],
  rows: readonly Row[],
])[] = [
  [
    'a header with a scheme',
    { header: 'Authorization', scheme: 'Bearer' },
    [
      ['none', request(), 'token_missing'],
      ['one', auth(`Bearer ${token}`), 'authenticated'],
      ['the scheme in any case', auth(`bEARER ${token}`), 'authenticated'],
      ['several spaces', auth(`Bearer    ${token}`), 'authenticated'],
      ['an empty line', auth(''), 'token_missing'],
      ['another scheme', auth('Basic YTpi'), 'token_missing'],
      ['one as long whose value ends alike', auth('Digest Bearer'), 'token_missing'],
      ['a longer scheme', auth(`Bearers ${token}`), 'token_missing'],
      ['the token alone', auth(token), 'token_missing'],
      ['the scheme alone', auth('Bearer'), 'request_malformed'],
      ['the scheme and spaces', auth('Bearer   '), 'request_malformed'],
      ['text after the token', auth(`Bearer ${token} x`), 'request_malformed'],
      ['a list', auth(`Bearer ${token}, Basic YTpi`), 'request_malformed'],
      ['a list without a space', auth(`Bearer ${token},x`), 'request_malformed'],
      ['a tab after the space', auth(`Bearer \t${token}`), 'request_malformed'],
      ['a no-break space', auth(`Bearer \xa0${token}`), 'request_malformed'],
      ['two lines of one token', auth(`Bearer ${token}`, `Bearer ${token}`), 'request_malformed'],
      ['a line of another scheme too', auth('Basic YTpi', `Bearer ${token}`), 'request_malformed'],
      ['nonsense', auth('Bearer nonsense'), 'token_malformed'],
    ],
  ],
  [
    'a bare header',
    { header: 'X-Token' },
    [
      ['none', auth(`Bearer ${token}`), 'token_missing'],
      ['one', header('x-token', token), 'authenticated'],
      ['an empty line', header('X-Token', ''), 'token_missing'],
      ['two lines', header('X-Token', token, token), 'request_malformed'],
      ['a scheme before it', header('X-Token', `Bearer ${token}`), 'request_malformed'],
      ['a folded spelling', header('X_Token', token), 'token_missing'],
    ],
  ],
  [
    'a query parameter',
    { query: 'access_token' },
    [
      ['none', url('/'), 'token_missing'],
      ['one', url(`/p?a=1&access_token=${token}`), 'authenticated'],
      ['an escaped name', url(`/p?access%5Ftoken=${token}`), 'authenticated'],
      ['an empty one', url('/p?access_token='), 'token_missing'],
      ['another case', url(`/p?Access_Token=${token}`), 'token_missing'],
      ['brackets', url(`/p?access_token[]=${token}`), 'token_missing'],
      ['two', url(`/p?access_token=${token}&access_token=${token}`), 'request_malformed'],
      ['a broken escape', url('/p?access_token=%zz'), 'request_malformed'],
      ['a fragment', url(`/p#?access_token=${token}`), 'token_missing'],
    ],
  ],
  [
    'a cookie',
    { cookie: 'sid' },
    [
      ['none', header('Cookie', 'a=1'), 'token_missing'],
      ['one', header('Cookie', `a=1; sid=${token}`), 'authenticated'],
      ['on a second line', header('cookie', 'a=1', `sid=${token}`), 'authenticated'],
      ['an empty one', header('Cookie', 'sid='), 'token_missing'],
      ['another case', header('Cookie', `SID=${token}`), 'token_missing'],
      ['two', header('Cookie', `sid=${token}; sid=${token}`), 'request_malformed'],
    ],
  ],
  [
    'a form field',
    { form: 'token' },
    [
      ['no body', request(), 'token_missing'],
      ['one', form({ token, a: '1' }), 'authenticated'],
      ['another field', form({ a: '1' }), 'token_missing'],
      ['an empty one', form({ token: '' }), 'token_missing'],
      ['two', form({ token: [token, token] }), 'request_malformed'],
      ['a nested one', form({ token: { a: token } }), 'request_malformed'],
      ['an inherited one', form(Object.create({ token })), 'token_missing'],
      ['a JSON body', form({ token }, 'application/json'), 'token_missing'],
      ['a body that nobody parsed', form(undefined), 'MisconfiguredError'],
    ],
  ],
  [
    'a list',
    [{ header: 'authorization', scheme: 'Bearer' }, { query: 'token' }, { cookie: 'sid' }],
    [
      ['the first', auth(`Bearer ${token}`), 'authenticated'],
      ['the second', url(`/p?token=${token}`), 'authenticated'],
      ['the last', header('Cookie', `sid=${token}`), 'authenticated'],
      ['two of one token', { ...auth(`Bearer ${token}`), url: `/p?token=${token}` }, 'request_malformed'],
      ['two tokens', { ...auth(`Bearer ${token}`), url: `/p?token=${other}` }, 'request_malformed'],
      ['an unreadable first', { ...auth('Bearer'), url: `/p?token=${token}` }, 'request_malformed'],
      ['another scheme first', { ...auth('Basic YTpi'), url: `/p?token=${token}` }, 'authenticated'],
    ],
  ],
]

describe.each(TABLE)('the token from %s', (_name, source, rows) => {
  const required = createAuthenticator({ ...basic, token: source })
  const optional = required.with({ optional: true })

  test.each(rows)('%s', async (_row, view, word) => {
    expect(await wordFor(required, { ...view })).toBe(word)
    expect(await wordFor(optional, { ...view })).toBe(word === 'token_missing' ? 'anonymous' : word)
  })
})

test('a token that is too long is refused unread', async () => {
  const authenticator = createAuthenticator({ ...basic, maxTokenBytes: 256 })
  expect(await wordFor(authenticator, request('a'.repeat(257)))).toBe('token_malformed')
  expect(await wordFor(authenticator, request(mint({ filler: 'x'.repeat(300) })))).toBe('token_malformed')
})

test('a guard makes an optional token required', async () => {
  const authenticator = createAuthenticator({ ...basic, optional: true, guard: () => true })
  expect(await wordFor(authenticator, request())).toBe('token_missing')
  expect(await wordFor(authenticator, request(token))).toBe('authenticated')
})
