import { describe, expect, test } from 'vitest'
import { basic, mint, request, wordFor } from '../test-support/authentication.js'
import { createAuthenticator } from './create-authenticator.js'
import type { RequestView } from './http/request-view.js'
import type { TokenSource } from './http/token-source.js'
import type { AuthOptions } from './options/auth-options.js'

const token = mint()
const ORIGIN = 'https://app.test'
const byCookie = (method: string | undefined, ...rawHeaders: string[]): RequestView =>
  request(undefined, { method, rawHeaders: ['Cookie', `sid=${token}`, ...rawHeaders] })

describe('a cookie is a credential', () => {
  const authenticator = createAuthenticator({
    ...basic,
    token: { cookie: 'sid' },
    csrf: { origins: [ORIGIN] },
  })
  const site = 'Sec-Fetch-Site'

  test.each<[string, boolean, RequestView]>([
    ['on GET', true, byCookie('GET')],
    ['on HEAD', true, byCookie('HEAD')],
    ['on OPTIONS', true, byCookie('OPTIONS')],
    ['on GET from another site', true, byCookie('GET', site, 'cross-site')],
    ['on POST of the same origin', true, byCookie('POST', site, 'same-origin')],
    ['on POST of a configured origin', true, byCookie('POST', 'Origin', ORIGIN)],
    ['on POST that says nothing', false, byCookie('POST')],
    ['on PUT that says nothing', false, byCookie('PUT')],
    ['on PATCH that says nothing', false, byCookie('PATCH')],
    ['on DELETE that says nothing', false, byCookie('DELETE')],
    ['on a method nobody knows', false, byCookie('PROPFIND')],
    ['on a method in another case', false, byCookie('get')],
    ['without a method', false, byCookie(undefined)],
    ['on POST of the same site', false, byCookie('POST', site, 'same-site')],
    ['on POST of another site', false, byCookie('POST', site, 'cross-site')],
    ['on POST that the user typed', false, byCookie('POST', site, 'none')],
    ['on POST of another origin', false, byCookie('POST', 'Origin', 'https://evil.test')],
    ['on POST of a longer origin', false, byCookie('POST', 'Origin', `${ORIGIN}.evil.test`)],
    ['on POST of a null origin', false, byCookie('POST', 'Origin', 'null')],
    [
      'where the site speaks against the origin',
      false,
      byCookie('POST', site, 'cross-site', 'Origin', ORIGIN),
    ],
    ['on an upgrade that says nothing', false, byCookie('GET', 'Upgrade', 'websocket')],
    ['on an upgrade of another site', false, byCookie('GET', 'Upgrade', 'websocket', site, 'cross-site')],
    ['on an upgrade of the same origin', true, byCookie('GET', 'Upgrade', 'websocket', site, 'same-origin')],
    ['on an upgrade of a configured origin', true, byCookie('GET', 'Upgrade', 'websocket', 'Origin', ORIGIN)],
  ])('%s: %s', async (_name, is, view) => {
    expect(await wordFor(authenticator, view)).toBe(is ? 'authenticated' : 'csrf_refused')
  })

  test('with no configured origin for nobody’s origin', async () => {
    const strict = createAuthenticator({ ...basic, token: { cookie: 'sid' } })
    expect(await wordFor(strict, byCookie('POST', 'Origin', ORIGIN))).toBe('csrf_refused')
  })

  test('anywhere, by an explicit null', async () => {
    const off = authenticator.with({ csrf: null })
    expect(await wordFor(off, byCookie('POST', site, 'cross-site'))).toBe('authenticated')
  })

  test('and its refusal is a 403 without a challenge', async () => {
    const outcome = await authenticator.authenticate(byCookie('POST'))
    expect(outcome.status === 'refused' && [outcome.error.status, outcome.error.headers]).toEqual([
      403,
      { 'Cache-Control': 'no-store' },
    ])
  })

  test('a token in a header needs none of this', async () => {
    const either = authenticator.with({
      token: [{ cookie: 'sid' }, { header: 'authorization', scheme: 'Bearer' }],
    })
    expect(await wordFor(either, request(token, { method: 'POST' }))).toBe('authenticated')
  })
})

describe('shared caches', () => {
  const bearer: TokenSource = { header: 'Authorization', scheme: 'Bearer' }
  const cookie = byCookie('GET')
  const inQuery = request(undefined, { url: `/?token=${token}` })

  test.each<[string, AuthOptions['token'], RequestView, Record<string, string>]>([
    ['Authorization', bearer, request(token), {}],
    ['Authorization among others', [bearer, { cookie: 'sid' }], request(token), {}],
    ['a cookie', { cookie: 'sid' }, cookie, { 'Cache-Control': 'private', Vary: 'cookie' }],
    [
      'a cookie among others',
      [bearer, { cookie: 'sid' }],
      cookie,
      { 'Cache-Control': 'private', Vary: 'authorization, cookie' },
    ],
    [
      'another header',
      { header: 'X-Token' },
      request(undefined, { rawHeaders: ['X-Token', token] }),
      { 'Cache-Control': 'private', Vary: 'x-token' },
    ],
    ['the query', { query: 'token' }, inQuery, { 'Cache-Control': 'private' }],
  ])('are told of a token from %s', async (_name, source, view, headers) => {
    const outcome = await createAuthenticator({ ...basic, ...(source && { token: source }) }).authenticate(
      view,
    )
    expect(outcome).toMatchObject({ status: 'authenticated' })
    expect(outcome.status === 'authenticated' && outcome.headers).toEqual(headers)
  })
})

describe('a CORS preflight', () => {
  const preflight = request(undefined, {
    method: 'OPTIONS',
    rawHeaders: ['Access-Control-Request-Method', 'POST'],
  })

  test.each<[string, boolean, RequestView, string]>([
    ['is refused by default', false, preflight, 'token_missing'],
    ['passes where that is allowed', true, preflight, 'anonymous'],
    ['is no other OPTIONS request', true, request(undefined, { method: 'OPTIONS' }), 'token_missing'],
    ['is no other method', true, { ...preflight, method: 'GET' }, 'token_missing'],
  ])('%s', async (_name, allowPreflight, view, word) => {
    expect(await wordFor(createAuthenticator({ ...basic, allowPreflight }), { ...view })).toBe(word)
  })
})

test.each([
  ['X-User', 'request_malformed'],
  ['x_user, Expires', 'request_malformed'],
  ['Expires,X-USER', 'request_malformed'],
  ['Expires', 'authenticated'],
])('a Trailer that names %s, where X-User is mapped: %s', async (trailer, word) => {
  const authenticator = createAuthenticator(basic)
  authenticator.with({ claimMapping: [{ claim: 'sub', to: { header: 'X-User' } }] })
  const view = request(token)
  expect(
    await wordFor(authenticator, { ...view, rawHeaders: [...view.rawHeaders, 'Trailer', trailer] }),
  ).toBe(word)
})
