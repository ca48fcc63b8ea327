import { describe, expect, test } from 'vitest'
import { ConfigurationError } from '../errors/configuration-error.js'
import { checkHandler, checkPrefix } from './check-handler.js'

const handlerOf = (members: object): never => Object.assign(async () => new Response(), members) as never

test.each(['/', '/login', '/.well-known/jwks.json', '/a/b-c_d~e/', '/..a', '/a..'])(
  '%s is a path',
  (path) => {
    expect(checkHandler(handlerOf({ paths: [path] }))).toEqual([path])
  },
)

describe('is refused:', () => {
  test.each([
    '',
    'login',
    '//',
    '//host',
    '/a//b',
    '/:id',
    '/*',
    '/a?b',
    '/a#b',
    '/%61',
    '/.',
    '/a/../b',
    '/..',
    '/ä',
    '/a b',
  ])('the path %j', (path) => {
    expect(() => checkHandler(handlerOf({ paths: ['/', path] }))).toThrow(ConfigurationError)
    expect(() => checkHandler(handlerOf({ paths: ['/', path] }))).toThrow('handler.paths[1]')
  })

  test.each([
    ['no function', { paths: ['/'] }, 'handler'],
    ['nothing', undefined, 'handler'],
    ['a handler without paths', handlerOf({}), 'handler.paths'],
    ['a handler of no path', handlerOf({ paths: [] }), 'handler.paths'],
    ['a negative limit', handlerOf({ paths: ['/'], maxBodyBytes: -1 }), 'handler.maxBodyBytes'],
    [
      'a limit that is none',
      handlerOf({ paths: ['/'], maxBodyBytes: Number.POSITIVE_INFINITY }),
      'handler.maxBodyBytes',
    ],
  ])('%s', (_name, handler, path) => {
    expect(() => checkHandler(handler as never)).toThrow(expect.objectContaining({ path }))
  })

  test.each(['auth', '/a//b', '/:tenant', '/..', 1, null])('the prefix %j', (prefix) => {
    expect(() => checkPrefix(prefix as never)).toThrow(expect.objectContaining({ path: 'prefix' }))
  })
})

test.each([
  ['', ''],
  ['/', ''],
  ['/auth', '/auth'],
  ['/auth/', '/auth'],
  ['/a/b', '/a/b'],
])('the prefix %j is %j', (prefix, expected) => {
  expect(checkPrefix(prefix)).toBe(expected)
})
