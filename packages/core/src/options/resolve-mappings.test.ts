import { describe, expect, test } from 'vitest'
import type { ClaimMapping, MappingTarget } from '../claim-mapping.js'
import { createAuthenticator } from '../create-authenticator.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { createSigner } from '../testing.js'
import { mappedNamesOf, resolveMappings } from './resolve-mappings.js'

const to = (target: MappingTarget): ClaimMapping => ({ claim: 'sub', to: target })

describe('a header that decides how the message is read or who sent it is no target', () => {
  test.each([
    'Host',
    'authorization',
    'Cookie',
    'Set-Cookie',
    'Content-Length',
    'Content-Type',
    'content_md5',
    'Transfer-Encoding',
    'transfer_encoding',
    'Connection',
    'Keep-Alive',
    'Proxy-Authorization',
    'Proxy-Connection',
    'TE',
    'Trailer',
    'Upgrade',
    'Forwarded',
    'X-Forwarded-For',
    'x_forwarded_user',
    'X.Forwarded.Proto',
    'HTTP2-Settings',
    'Via',
    'Expect',
    'X-Real-IP',
    'X-Original-URL',
    'X-Rewrite-URL',
    'X-HTTP-Method-Override',
  ])('%s', (header) => {
    expect(() => resolveMappings([to({ header })], [])).toThrow(
      expect.objectContaining({
        path: 'claimMapping[0].to.header',
        message: expect.stringContaining('it decides how the request is read or who sent it'),
      }),
    )
  })
})

const NAMES: readonly (readonly [target: MappingTarget, part: string])[] = [
  [{ header: 'X User' }, 'is no header name'],
  [{ header: 'X-User\r\nHost' }, 'is no header name'],
  [{ header: 'x-üser' }, 'is no header name'],
  [{ header: '__proto__' }, 'objects inherit it'],
  [{ query: 'constructor' }, 'objects inherit it'],
  [{ path: 'prototype' }, 'objects inherit it'],
  [{ form: '__PROTO__' }, 'objects inherit it'],
  [{ query: 'user[id]' }, 'must not contain brackets, dots or a NUL'],
  [{ query: 'user.id' }, 'must not contain brackets, dots or a NUL'],
  [{ form: 'user\0' }, 'must not contain brackets, dots or a NUL'],
  [{ form: ' user' }, 'nor start with white space'],
  [{ query: 'a\ud800' }, 'well-formed'],
]

test.each(NAMES)('%j is refused by its name', (target, part) => {
  const [location = ''] = Object.keys(target)
  const resolve = (): unknown => resolveMappings([to({ header: 'X-Ok' }), to(target)], [])
  expect(resolve).toThrow(ConfigurationError)
  expect(resolve).toThrow(
    expect.objectContaining({
      path: `claimMapping[1].to.${location}`,
      message: expect.stringContaining(part),
    }),
  )
})

const TAKEN = [
  [to({ header: 'X-User' }), to({ header: 'x_user' }), []],
  [to({ query: 'uid' }), to({ query: 'UID' }), []],
  [to({ path: 'id' }), to({ path: 'id' }), []],
  [to({ path: 'ok' }), to({ header: 'X_Token' }), [{ header: 'x-token' }]],
  [to({ path: 'ok' }), to({ query: 'Access_Token' }), [{ query: 'access_token' }]],
  [to({ path: 'ok' }), to({ form: 'token' }), [{ cookie: 'a' }, { form: 'token' }]],
] as const

test.each(TAKEN)('two uses of one name are refused: %j, %j, %j', (first, second, sources) => {
  const [location = ''] = Object.keys(second.to)
  expect(() => resolveMappings([first, second], sources)).toThrow(
    expect.objectContaining({
      path: `claimMapping[1].to.${location}`,
      message: expect.stringContaining('another mapping or a token source has this name'),
    }),
  )
})

test('a name that another member of the family reads its token from is refused too', () => {
  const options = { issuer: 'i', audience: 'a', keys: createSigner().keys }
  const parent = createAuthenticator({ ...options, token: { query: 'ticket' } })
  expect(() => parent.with({ token: { query: 'other' }, claimMapping: [to({ query: 'ticket' })] })).toThrow(
    ConfigurationError,
  )
})

test('the same name in two locations is two names', () => {
  const names = [to({ header: 'id' }), to({ query: 'id' }), to({ path: 'id' }), to({ form: 'id' })]
  expect(resolveMappings(names, [{ cookie: 'id' }]).map(({ location }) => location)).toEqual([
    'header',
    'query',
    'path',
    'form',
  ])
})

test('a plan is resolved: path of names, encoding, frozen', () => {
  const [plain, nested] = resolveMappings(
    [to({ header: 'X-Sub' }), { claim: ['realm', 'roles'], to: { path: 'roles' }, encoding: 'base64url' }],
    [],
  )
  expect(plain).toEqual({ path: ['sub'], location: 'header', name: 'X-Sub', encoding: 'percent' })
  expect(nested).toEqual({ path: ['realm', 'roles'], location: 'path', name: 'roles', encoding: 'base64url' })
  expect(Object.isFrozen(plain)).toBe(true)
})

test('names are folded for comparison, but a path parameter is compared as it is', () => {
  const plan = resolveMappings(
    [to({ header: 'X_User' }), to({ query: 'UserId' }), to({ path: 'userId' }), to({ form: 'UserId' })],
    [],
  )
  expect(mappedNamesOf(plan)).toEqual({
    header: new Set(['x-user']),
    query: new Set(['userid']),
    path: new Set(['userId']),
    form: new Set(['userid']),
  })
})
