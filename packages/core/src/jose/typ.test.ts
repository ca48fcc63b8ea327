import { expect, it } from 'vitest'
import { normalTyp } from './typ.js'

it.each([
  ['JWT', 'jwt'],
  ['application/at+jwt', 'at+jwt'],
  ['APPLICATION/JWT', 'jwt'],
  ['application/application/jwt', 'application/jwt'],
  ['text/application/jwt', 'text/application/jwt'],
  ['', ''],
  [null, undefined],
])('compares the typ %j as %j', (typ, normal) => {
  expect(normalTyp(typ)).toBe(normal)
})
