import { expect, test, vi } from 'vitest'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { Auth } from '../token.js'
import { allOf, anyOf } from './combine.js'
import type { Guard } from './guard.js'

const auth: Auth = { claims: {}, token: { header: { alg: 'ES256' }, claims: {} } }
const yes: Guard = () => true
const no: Guard = () => false
const needs =
  (...scopes: string[]): Guard =>
  () => ({ scopes })

test.each([
  [[yes, yes], true],
  [[yes, no], false],
  [[no, needs('a')], false],
  [[yes, needs('a'), no], { scopes: ['a'] }],
])('allOf %o answers %j', (guards, verdict) => {
  expect(allOf(...guards)(auth)).toEqual(verdict)
})

test.each([
  [[no, yes], true],
  [[needs('a'), yes], true],
  [[no, no], false],
  [[no, needs('a', 'b'), needs('b', 'c')], { scopes: ['a', 'b', 'c'] }],
  [[no, () => ({})], false],
])('anyOf %o answers %j', (guards, verdict) => {
  expect(anyOf(...guards)(auth)).toEqual(verdict)
})

test.each([allOf, anyOf])('%o without guards, or of what is none, is a configuration error', (combine) => {
  expect(() => combine()).toThrow(ConfigurationError)
  expect(() => combine()).toThrow(expect.objectContaining({ path: 'guards' }))
  expect(() => combine(yes, true as never)).toThrow(expect.objectContaining({ path: 'guards[1]' }))
})

test.each([1, 'yes', null, undefined, {}, Promise.resolve(true)])('%o is no consent', (verdict) => {
  const odd: Guard = () => verdict as never
  expect(allOf(odd)(auth)).not.toBe(true)
  expect(anyOf(odd, no)(auth)).not.toBe(true)
})

test('the answer that decides is the last one asked for', () => {
  const late = vi.fn(yes)
  allOf(no, late)(auth)
  anyOf(yes, late)(auth)
  expect(late).not.toHaveBeenCalled()
})

test('guards see the caller', () => {
  const seen = vi.fn(yes)
  allOf(anyOf(seen))(auth)
  expect(seen).toHaveBeenCalledExactlyOnceWith(auth)
})
