import { expect, it } from 'vitest'
import type { JoseHeader } from '../token.js'
import { headerFacts } from './header-facts.js'
import { acceptedTyps, isAcceptedTyp, normalTyp } from './typ.js'

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

it.each<[object, (string | undefined)[], boolean]>([
  [{}, [undefined], true],
  [{}, ['jwt'], false],
  [{ typ: 'JWT' }, ['jwt'], true],
  [{ typ: 'JWT' }, ['JWT'], true],
  [{ typ: 'JWT' }, [undefined], false],
  [{ typ: 'application/at+jwt' }, ['at+jwt'], true],
  [{ typ: 7 }, [undefined, 'jwt'], false],
  [{ typ: undefined }, [undefined], false],
])('finds the kind of %j among %j: %j', (header, accepted, expected) => {
  expect(isAcceptedTyp(headerFacts(header as JoseHeader), new Set(accepted))).toBe(expected)
})

it('accepts a kind as it is written and as it is compared', () => {
  expect(acceptedTyps(['JWT', 'application/at+jwt'])).toEqual(
    new Set(['JWT', 'jwt', 'application/at+jwt', 'at+jwt']),
  )
  expect(acceptedTyps([null, 'jwt'])).toEqual(new Set([undefined, 'jwt']))
  expect(acceptedTyps([])).toEqual(new Set())
})
