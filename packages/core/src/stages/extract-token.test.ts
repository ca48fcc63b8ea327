import { describe, expect, it } from 'vitest'
import { MisconfiguredError } from '../errors/misconfigured-error.js'
import { Family } from '../family.js'
import type { RequestView } from '../http/request-view.js'
import { sourceKey, type TokenSource } from '../http/token-source.js'
import type { AuthOptions } from '../options/auth-options.js'
import { createSigner } from '../testing.js'
import { extractToken } from './extract-token.js'

const { keys } = createSigner()
const HEADER = 'X-Token'
const extract = (
  view: Partial<RequestView>,
  token?: AuthOptions['token'],
  hidden?: ReadonlyMap<string, string>,
): string | undefined => {
  const options = {
    cache: false as const,
    issuer: null,
    audience: null,
    keys,
    maxTokenBytes: 256,
    ...(token !== undefined && { token }),
  }
  return extractToken({ rawHeaders: [], ...view }, new Family(options).root.policy, hidden)?.text
}
const malformed = expect.objectContaining({ code: 'request_malformed' })
const authorization = (...values: string[]) => ({
  rawHeaders: values.flatMap((value) => ['Authorization', value]),
})
const form = (body: unknown, type = 'application/x-www-form-urlencoded') => ({
  rawHeaders: ['Content-Type', type, 'Content-Length', '9'],
  body,
})

describe('the Authorization header', () => {
  it.each([
    ['Bearer', 'Bearer a.b.c'],
    ['bearer in any case', 'bEaReR a.b.c'],
    ['several spaces', 'Bearer    a.b.c'],
  ])('gives the token after %s', (_what, value) => {
    expect(extract(authorization(value))).toBe('a.b.c')
  })

  it.each([
    ['is absent', []],
    ['is empty', ['']],
    ['holds another scheme', ['Basic YTpi']],
    ['holds another scheme alone', ['Negotiate']],
    ['holds a scheme that only begins like ours', ['Bearers a.b.c']],
    ['holds a token without a scheme', ['a.b.c']],
    ['holds DPoP', ['DPoP a.b.c']],
  ])('has no token where it %s', (_what, values) => {
    expect(extract(authorization(...values))).toBeUndefined()
  })

  it.each([
    ['the scheme alone', ['Bearer']],
    ['the scheme and spaces', ['Bearer   ']],
    ['no space after the scheme', ['Bearer\ta.b.c']],
    ['a comma after the scheme', ['Bearer,a.b.c']],
    ['another sign after the scheme', ['Bearer=a.b.c']],
    ['another sign after the scheme and a space later', ['Bearer=a.b. c']],
    ['two tokens', ['Bearer a.b.c d.e.f']],
    ['two tokens with a comma', ['Bearer a.b.c,d.e.f']],
    ['text after the token', ['Bearer a.b.c realm="x"']],
    ['a tab after the token', ['Bearer a.b.c\tx']],
    ['two lines', ['Bearer a.b.c', 'Bearer a.b.c']],
    ['two lines, one of another scheme', ['Basic YTpi', 'Bearer a.b.c']],
    ['two lines, the second empty', ['Bearer a.b.c', '']],
    ['two lines, the first empty', ['', 'Bearer a.b.c']],
    ['two empty lines', ['', '']],
  ])('is malformed with %s', (_what, values) => {
    expect(() => extract(authorization(...values))).toThrow(malformed)
  })

  it('may have another scheme', () => {
    const token = { header: 'Authorization', scheme: 'JWT' }
    expect(extract(authorization('jwt a.b.c'), token)).toBe('a.b.c')
    expect(extract(authorization('Bearer a.b.c'), token)).toBeUndefined()
  })
})

describe('a bare header', () => {
  const send = (...lines: string[]) => extract({ rawHeaders: lines }, { header: HEADER })

  it('gives its value, its name in any case', () => {
    expect(send('x-tOKEN', 'a.b.c')).toBe('a.b.c')
    expect(send('X-Token', '')).toBeUndefined()
    expect(send('X-Tokens', 'a.b.c', 'X_Token', 'a.b.c')).toBeUndefined()
  })

  it.each([
    ['two lines', ['X-Token', 'a', 'x-token', 'a']],
    ['two values', ['X-Token', 'a, b']],
    ['white space in it', ['X-Token', 'Bearer a']],
  ])('is malformed with %s', (_what, lines) => {
    expect(() => send(...lines)).toThrow(malformed)
  })
})

describe('a query parameter', () => {
  const send = (url: string | undefined) => extract({ url }, { query: 'token' })

  it.each([
    ['/?token=a.b.c', 'a.b.c'],
    ['/x?y=1&token=a.b.c&z', 'a.b.c'],
    ['/?%74oken=a%2Eb.c', 'a.b.c'],
    ['/?token=', undefined],
    ['/?token', undefined],
    ['/?Token=a', undefined],
    ['/?token[]=a', undefined],
    ['/', undefined],
    [undefined, undefined],
  ])('%s gives %s', (url, token) => {
    expect(send(url)).toBe(token)
  })

  it.each([
    '/?token=a&token=b',
    '/?token=a&token=',
    '/?token=&token=a',
    '/?token=a&%74oken=a',
    '/?token=%E0%A4%A',
  ])('%s is malformed', (url) => {
    expect(() => send(url)).toThrow(malformed)
  })
})

describe('a cookie', () => {
  const send = (...lines: string[]) =>
    extract({ rawHeaders: lines.flatMap((line) => ['Cookie', line]) }, { cookie: 'token' })

  it.each([
    ['a pair', ['token=a.b.c'], 'a.b.c'],
    ['one pair of many', ['x=1; token=a.b.c; y=2'], 'a.b.c'],
    ['the second line of HTTP/2', ['x=1', 'token=a.b.c'], 'a.b.c'],
    ['no value', ['token='], undefined],
    ['no pair', ['token'], undefined],
    ['a name in another case', ['Token=a'], undefined],
    ['a name with a prefix', ['__Host-token=a'], undefined],
  ])('is read from %s', (_what, lines, token) => {
    expect(send(...lines)).toBe(token)
  })

  it('is malformed where it is sent twice', () => {
    expect(() => send('token=a; token=b')).toThrow(malformed)
    expect(() => send('token=a', 'token=a')).toThrow(malformed)
  })
})

describe('a form field', () => {
  const send = (view: Partial<RequestView>) => extract(view, { form: 'token' })

  it.each<[string, Partial<RequestView>, string | undefined]>([
    ['of a parsed form', form({ token: 'a.b.c' }), 'a.b.c'],
    [
      'of a form with a charset',
      form({ token: 'a' }, 'application/x-www-form-urlencoded; charset=utf-8'),
      'a',
    ],
    ['in a list of one', form({ token: ['a'] }), 'a'],
    ['of a form without it', form({ other: 'a' }), undefined],
    ['that is empty', form({ token: '' }), undefined],
    ['of a JSON body', form({ token: 'a' }, 'application/json'), undefined],
    ['that only the prototype has', form(Object.create({ token: 'a' })), undefined],
    ['of no body', { rawHeaders: ['Content-Type', 'application/x-www-form-urlencoded'] }, undefined],
  ])('%s', (_what, view, token) => {
    expect(send(view)).toBe(token)
  })

  it.each([[{ token: ['a', 'b'] }], [{ token: { a: '1' } }], [{ token: 5 }], [{ token: null }]])(
    'of %j is malformed',
    (body) => {
      expect(() => send(form(body))).toThrow(malformed)
    },
  )

  it('in a form that nobody parsed is a mistake in the configuration', () => {
    expect(() => send(form(undefined))).toThrow(MisconfiguredError)
    expect(() => send(form(undefined))).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ path: 'token.form' }) }),
    )
  })
})

describe('several sources', () => {
  const sources: readonly TokenSource[] = [{ header: 'authorization', scheme: 'Bearer' }, { query: 'token' }]

  it('give the one token that there is', () => {
    expect(extract({ ...authorization('Basic x'), url: '/?token=a' }, sources)).toBe('a')
  })

  it('are malformed where two hold a token, even the same', () => {
    expect(() => extract({ ...authorization('Bearer a'), url: '/?token=a' }, sources)).toThrow(malformed)
  })

  it('find what an earlier middleware took away, by its source', () => {
    const hidden = new Map([[sourceKey({ query: 'token' }), 'hidden']])
    expect(extract({}, sources, hidden)).toBe('hidden')
    expect(extract({}, { query: 'other' }, hidden)).toBeUndefined()
    expect(() => extract(authorization('Bearer a'), sources, hidden)).toThrow(malformed)
  })
})

it('refuses a token that is longer than allowed, unread', () => {
  expect(extract(authorization(`Bearer ${'a'.repeat(256)}`))).toHaveLength(256)
  expect(() => extract(authorization(`Bearer ${'a'.repeat(257)}`))).toThrow(
    expect.objectContaining({ code: 'token_malformed', detail: { length: 257 } }),
  )
})
