import { expect, test } from 'vitest'
import { cookieValues, removeFromCookieLine } from './cookie.js'

const VALUES = [
  [[], []],
  [['a=1'], []],
  [['sid=1'], ['1']],
  [['a=1; sid=2;sid = 3 ;b=4'], ['2', '3']],
  [['sid=a=b=='], ['a=b==']],
  [['sid'], []],
  [['SID=1; sid2=2; xsid=3'], []],
  [['sid='], ['']],
  [
    ['a=1', 'sid=2', 'sid=3'],
    ['2', '3'],
  ],
] as const

test.each(VALUES)('of the lines %j the cookie sid has the values %j', (lines, values) => {
  const rawHeaders = lines.flatMap((line, index) => [index % 2 === 0 ? 'Cookie' : 'cookie', line])
  expect(cookieValues(['X-Other', 'sid=no', ...rawHeaders], 'sid')).toEqual(values)
})

test.each([
  ['sid=1', ''],
  ['a=1; sid=2; b=3', 'a=1; b=3'],
  ['sid=1; a=2', 'a=2'],
  ['a=1; sid=2', 'a=1'],
  [' sid =1;sid=2; sid2=3; Sid=4', 'sid2=3; Sid=4'],
  ['flag; sid=1', 'flag'],
])('%s without sid is %s', (line, rest) => {
  expect(removeFromCookieLine(line, 'sid')).toBe(rest)
})
