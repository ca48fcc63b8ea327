import { expect, test } from 'vitest'
import { decodeQueryText, foldHeaderName, foldParameterName } from './fold-name.js'

test.each(['X-User-Id', 'x_user_id', 'X.User.Id', 'x!user~id', 'x-USER_id'])(
  '%s is the header x-user-id',
  (name) => {
    expect(foldHeaderName(name)).toBe('x-user-id')
  },
)

test.each([
  'user',
  'USER',
  'user[]',
  'user[id][0]',
  'user.id',
  'user\0x',
  '[user]',
  '[user][x]',
  '[[user]]',
  'user]',
  ' user',
  '.user',
])('%j is the parameter user', (name) => {
  expect(foldParameterName(name)).toBe('user')
})

test.each(['users', 'auser', 'u ser', 'user-id', 'user_id', 'id[user]', ''])('%j is another one', (name) => {
  expect(foldParameterName(name)).not.toBe('user')
})

test.each([
  ['plain', 'plain'],
  ['a+b', 'a b'],
  ['%75ser%5B%5D', 'user[]'],
  ['%2B', '+'],
  ['%E2%82%AC', '€'],
  ['%', undefined],
  ['%zz', undefined],
  ['%ff', undefined],
  ['%E2%82', undefined],
])('query text %s reads %s', (text, decoded) => {
  expect(decodeQueryText(text)).toBe(decoded)
})
