import { describe, expect, test } from 'vitest'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { Auth, JwtClaims } from '../token.js'
import { requireAnyScope, requireScope } from './require-scope.js'

const caller = (claims: JwtClaims): Auth<unknown> => ({
  claims: {},
  token: { header: { alg: 'ES256' }, claims },
})

const ROWS: readonly (readonly [claims: JwtClaims, scopes: readonly string[], all: boolean, any: boolean])[] =
  [
    [{ scope: 'read write' }, ['read'], true, true],
    [{ scope: 'read write' }, ['write', 'read'], true, true],
    [{ scope: 'read write' }, ['read', 'pay'], false, true],
    [{ scope: 'reading' }, ['read'], false, false],
    [{ scope: 'READ' }, ['read'], false, false],
    [{ scope: '' }, ['read'], false, false],
    [{ scope: ['read', 'write'] }, ['write'], true, true],
    [{ scp: 'read' }, ['read'], true, true],
    [{ scp: ['read'] }, ['read'], true, true],
    [{ scope: 'write', scp: 'read' }, ['read'], false, false],
    [{ scope: { read: true } }, ['read'], false, false],
    [{ scope: 7 }, ['7'], false, false],
    [{}, ['read'], false, false],
  ]

test.each(ROWS)('of %j are %j all granted: %s, any of them: %s', (claims, scopes, all, any) => {
  expect(requireScope(...scopes)(caller(claims))).toEqual(all || { scopes })
  expect(requireAnyScope(...scopes)(caller(claims))).toEqual(any || { scopes })
})

test('a scope that every object inherits is nobody’s', () => {
  expect(requireScope('read')(caller(Object.create({ scope: 'read' })))).toEqual({ scopes: ['read'] })
})

describe.each([
  ['requireScope', requireScope],
  ['requireAnyScope', requireAnyScope],
])('%s', (_name, require) => {
  test.each([
    [[], 'scopes'],
    [['read write'], 'scopes[0]'],
    [['ok', ''], 'scopes[1]'],
    [['a"b'], 'scopes[0]'],
    [['a\\b'], 'scopes[0]'],
    [['é'], 'scopes[0]'],
    [['a\r\nb'], 'scopes[0]'],
    [[1], 'scopes[0]'],
  ])('with %j is a configuration error at %s', (scopes, path) => {
    const act = (): unknown => require(...(scopes as string[]))
    expect(act).toThrow(ConfigurationError)
    expect(act).toThrow(expect.objectContaining({ path }))
  })
})
