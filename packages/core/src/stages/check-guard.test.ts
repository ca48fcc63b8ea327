import { expect, it } from 'vitest'
import { MisconfiguredError } from '../errors/misconfigured-error.js'
import type { Guard } from '../guards/guard.js'
import { checkGuard } from './check-guard.js'

const AUTH = { claims: { sub: 'alice' }, token: { header: { alg: 'ES256' }, claims: { sub: 'alice' } } }
const answering =
  (verdict: unknown): Guard<never> =>
  () =>
    verdict as boolean

it('lets a caller pass whom the guard lets pass', () => {
  const isAlice: Guard<{ sub: string }> = ({ claims }) => claims.sub === 'alice'
  expect(checkGuard(isAlice as Guard<never>, AUTH)).toBeUndefined()
})

it.each<[string, unknown, object]>([
  ['false', false, {}],
  ['a denial without scopes', {}, {}],
  ['a denial with scopes', { scopes: ['a', 'b'] }, { scopes: ['a', 'b'] }],
])('refuses where the guard answers %s, and names the scopes', (_what, verdict, detail) => {
  expect(() => checkGuard(answering(verdict), AUTH)).toThrow(
    expect.objectContaining({ code: 'scope_insufficient', detail }),
  )
})

it.each([
  ['nothing', undefined],
  ['null', null],
  ['text', 'yes'],
  ['a number', 1],
  ['scopes that are no list', { scopes: 'pay' }],
  ['scopes that are no text', { scopes: [1] }],
  ['a promise of true', Promise.resolve(true)],
])('takes %s for a mistake in the configuration, never for leave to pass', (_what, verdict) => {
  expect(() => checkGuard(answering(verdict), AUTH)).toThrow(MisconfiguredError)
  expect(() => checkGuard(answering(verdict), AUTH)).toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ path: 'guard' }) }),
  )
})

it('leaves no rejection behind where an asynchronous guard fails', async () => {
  const failing = Promise.reject(new Error('a fault of the application'))
  expect(() => checkGuard(answering(failing), AUTH)).toThrow(MisconfiguredError)
  await new Promise(setImmediate) // an unhandled rejection ends the run here
})

it('passes on what a guard throws', () => {
  const broken = new Error('a fault of the application')
  expect(() =>
    checkGuard(() => {
      throw broken
    }, AUTH),
  ).toThrow(broken)
})
