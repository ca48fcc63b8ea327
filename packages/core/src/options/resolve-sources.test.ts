import { expect, test } from 'vitest'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { TokenSource } from '../http/token-source.js'
import { resolveSources, schemeOf, varyOf } from './resolve-sources.js'

const bearer: TokenSource = { header: 'authorization', scheme: 'Bearer' }

const SOURCES: readonly (readonly [
  token: TokenSource | readonly TokenSource[] | undefined,
  sources: readonly TokenSource[],
  scheme: string,
  vary: string,
])[] = [
  [undefined, [bearer], 'Bearer', 'authorization'],
  [
    { header: 'Authorization', scheme: 'DPoP' },
    [{ header: 'authorization', scheme: 'DPoP' }],
    'DPoP',
    'authorization',
  ],
  [{ header: 'X-Token' }, [{ header: 'x-token' }], 'Bearer', 'x-token'],
  [{ cookie: 'Sid' }, [{ cookie: 'Sid' }], 'Bearer', 'cookie'],
  [[{ query: 'Q' }, { form: 'F' }], [{ query: 'Q' }, { form: 'F' }], 'Bearer', ''],
  [
    [{ cookie: 'a' }, { cookie: 'b' }, bearer],
    [{ cookie: 'a' }, { cookie: 'b' }, bearer],
    'Bearer',
    'cookie, authorization',
  ],
  [
    [{ header: 'x-token' }, { header: 'authorization', scheme: 'Token' }, bearer],
    [{ header: 'x-token' }, { header: 'authorization', scheme: 'Token' }, bearer],
    'Token',
    'x-token, authorization',
  ],
]

test.each(SOURCES)(
  '%j is read from %j, challenged as %s and varies by "%s"',
  (token, sources, scheme, vary) => {
    const resolved = resolveSources(token)
    expect([resolved, schemeOf(resolved), varyOf(resolved)]).toEqual([sources, scheme, vary])
  },
)

test('null is read from nowhere, where a token is optional', () => {
  expect(resolveSources(null, true)).toEqual([])
  const resolve = (): unknown => resolveSources(null)
  expect(resolve).toThrow(ConfigurationError)
  expect(resolve).toThrow(
    expect.objectContaining({ path: 'token', message: expect.stringContaining('with `optional: true`') }),
  )
})

const REFUSED: readonly (readonly [
  path: string,
  token: TokenSource | readonly TokenSource[],
  part: string,
])[] = [
  ['token[1]', [bearer, { header: 'Authorization', scheme: 'bearer' }], 'read by another source'],
  ['token[1]', [bearer, { header: 'AUTHORIZATION' }], 'read by another source'],
  ['token[2]', [{ cookie: 'a' }, { query: 'a' }, { cookie: 'a' }], 'read by another source'],
  ['token.header', { header: 'Cookie' }, 'declared as { cookie }'],
  ['token[1].header', [bearer, { header: 'cookie' }], 'declared as { cookie }'],
]

test.each(REFUSED)('names %s of %j', (path, token, part) => {
  const resolve = (): unknown => resolveSources(token)
  expect(resolve).toThrow(ConfigurationError)
  expect(resolve).toThrow(expect.objectContaining({ path, message: expect.stringContaining(part) }))
})
