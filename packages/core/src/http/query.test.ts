import { describe, expect, test } from 'vitest'
import { addToQuery, queryValues, removeFromQuery } from './query.js'

const remove = (url: string): string => removeFromQuery(url, new Set(['user', 'uid']))

describe('removal takes every spelling that a parser files under the name', () => {
  test.each([
    'user=1',
    'USER=1',
    'user',
    'user=',
    'user[]=1',
    'user%5B%5D=1',
    'user[a][b]=1',
    'user.id=1',
    'user%00x=1',
    '%75%73er=1',
    '+user=1',
    '%20user=1',
    '[user]=1',
    'user=1&user=2',
    'user=1&UID=2&uid[x]=3',
    'user[=]=1',
    '%zz=1',
    'user%zz=1',
    'user%ff=1',
  ])('?%s', (query) => {
    expect(remove(`/p?${query}`)).toBe('/p')
    expect(remove(`/p?a=1&${query}&b=2`)).toBe('/p?a=1&b=2')
  })

  test('?user=1 behind a second question mark, which URLSearchParams skips', () => {
    expect(new URLSearchParams(remove('/p??user=1').slice(3)).has('user')).toBe(false)
  })

  test('behind a semicolon, where some servers split too', () => {
    expect(remove('/p?a=1;user=2')).toBe('/p?a=1')
    expect(remove('/p?user=1;a=2&b=3')).toBe('/p?a=2&b=3')
  })

  test('in a fragment, which no request target has', () => {
    expect(remove('/p?a=1#?user=2')).toBe('/p?a=1')
    expect(remove('/p#user=2')).toBe('/p')
  })

  test('of a target in absolute form', () => {
    expect(remove('http://api.test/p?user=1&a=2')).toBe('http://api.test/p?a=2')
  })
})

test.each([
  '/',
  '/p?',
  '/p?a=1',
  '/p?a=1&&b=2&',
  '/p?a=%2f&b=+%20&c',
  '/p?users=1&auser=2&id[user]=3',
  '/p?a=user=1',
  '/p?a=%ff',
  '/p?a=b?c=d',
  '/user/uid',
])('%s has no such parameter and stays byte for byte', (url) => {
  expect(remove(url)).toBe(url)
})

test('without names nothing is read at all', () => {
  expect(removeFromQuery('/p?%zz=1#x', new Set())).toBe('/p?%zz=1#x')
})

test.each([
  ['/p', []],
  ['/p?user', ['']],
  ['/p?user=', ['']],
  ['/p?user=a%20b+c&x=1&%75ser=2', ['a b c', '2']],
  ['/p?User=1&user[]=2&user.id=3', []],
  ['/p?user=a=b', ['a=b']],
  ['/p#?user=1', []],
])('of %s the values of user are %j', (url, values) => {
  expect(queryValues(url, 'user')).toEqual(values)
})

test.each([
  ['/p', '/p?user=1'],
  ['/p?', '/p?user=1'],
  ['/p?a=b', '/p?a=b&user=1'],
  ['/p?a=b#x', '/p?a=b&user=1'],
])('a parameter is added at the end of %s', (url, added) => {
  expect(addToQuery(url, 'user', '1')).toBe(added)
})

test('name and value are escaped, so that neither can become another parameter', () => {
  const url = addToQuery('/p', 'a&b=c', 'x&y=z#%+ ;é')
  expect(queryValues(url, 'a&b=c')).toEqual(['x&y=z#%+ ;é'])
  expect([...new URL(url, 'http://x').searchParams]).toEqual([['a&b=c', 'x&y=z#%+ ;é']])
})
