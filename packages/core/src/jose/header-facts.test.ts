import { expect, it } from 'vitest'
import type { JoseHeader } from '../token.js'
import { headerFacts } from './header-facts.js'

const facts = (header: object) => headerFacts(JSON.parse(JSON.stringify(header)) as JoseHeader)

it('reads what the rules ask for', () => {
  const expected = { alg: 'ES256', kid: 'a', typ: 'at+jwt', isStrange: false }
  expect(facts({ typ: 'at+jwt', kid: 'a', alg: 'ES256', more: 1 })).toEqual(expected)
})

it.each<[string, object, string | null | undefined]>([
  ['that is absent', {}, undefined],
  ['that is no text', { typ: 7 }, null],
  ['that is null', { typ: null }, null],
  ['that is empty', { typ: '' }, ''],
])('tells a typ %s from the others', (_what, header, typ) => {
  expect(facts({ alg: 'ES256', ...header }).typ).toBe(typ)
})

it.each(['crit', 'b64', 'zip', 'enc'])('notices %s, whatever its value', (name) => {
  expect(facts({ alg: 'ES256', [name]: false }).isStrange).toBe(true)
})

it('takes nothing that every object inherits for a member', () => {
  const inherited = Object.setPrototypeOf({ alg: 'ES256' }, { kid: 'a', typ: 'b', crit: [] })
  expect(headerFacts(inherited)).toEqual({ alg: 'ES256', kid: undefined, typ: undefined, isStrange: false })
})
