import { expect, it } from 'vitest'
import { checkTrailer } from './check-trailer.js'

const check = (names: readonly string[], ...rawHeaders: readonly string[]): void =>
  checkTrailer({ rawHeaders }, new Set(names))

it.each([
  ['the name', 'X-User'],
  ['another case', 'x-USER'],
  ['an underscore', 'X_User'],
  ['a dot', 'x.user'],
  ['others around it', 'Expires,  x-user , Server-Timing'],
])('refuses a trailer that is announced under a mapped name: %s', (_what, value) => {
  expect(() => check(['x-user'], 'Trailer', value)).toThrow(
    expect.objectContaining({ code: 'request_malformed' }),
  )
})

it('looks at every line', () => {
  expect(() => check(['x-user'], 'Trailer', 'Expires', 'TRAILER', 'x-user')).toThrow(
    expect.objectContaining({ code: 'request_malformed' }),
  )
})

it.each([
  ['under another name', ['x-user'], ['Trailer', 'X-Users, Expires']],
  ['where nothing is mapped', [], ['Trailer', 'X-User']],
  ['where none is announced', ['x-user'], ['X-User', 'alice']],
])('lets a request pass %s', (_what, names, rawHeaders) => {
  expect(check(names, ...rawHeaders)).toBeUndefined()
})
