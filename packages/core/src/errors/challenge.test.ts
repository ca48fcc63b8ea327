import { expect, it } from 'vitest'
import { challenge } from './challenge.js'

it.each<[string, Record<string, string | undefined>, string]>([
  ['the scheme alone', {}, 'Bearer'],
  ['the scheme alone where nothing is known', { error: undefined }, 'Bearer'],
  ['parameters', { error: 'a', scope: 'b c' }, 'Bearer error="a", scope="b c"'],
  ['an empty value', { realm: '' }, 'Bearer realm=""'],
  ['quotes and backslashes, escaped', { realm: 'a"b\\c' }, 'Bearer realm="a\\"b\\\\c"'],
  ['commas and equal signs within quotes', { realm: 'a, b="c' }, 'Bearer realm="a, b=\\"c"'],
  ['no line breaks', { realm: 'a\r\nSet-Cookie: x' }, 'Bearer realm="aSet-Cookie: x"'],
  ['no NUL and nothing beyond ASCII', { realm: 'a\0é名b\x7f' }, 'Bearer realm="ab"'],
])('a challenge has %s', (_what, parameters, value) => {
  expect(challenge('Bearer', parameters)).toBe(value)
})

it('a challenge names the scheme it is given', () => {
  expect(challenge('JWT', { error: 'a' })).toBe('JWT error="a"')
})
