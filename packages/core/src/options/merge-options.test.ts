import { describe, expect, test } from 'vitest'
import { createAuthenticator } from '../create-authenticator.js'
import { createSigner } from '../testing.js'
import type { ErasedOptions } from './auth-options.js'
import { mergeOptions, touchesKeys } from './merge-options.js'

const { keys } = createSigner()
const one: ErasedOptions = { issuer: 'i', audience: 'a', keys }
const two: ErasedOptions = {
  audience: 'a',
  issuers: [
    { issuer: 'i', keys, audience: 'own' },
    { issuer: 'j', keys },
  ],
}

test('an override wins, and one that is undefined changes nothing', () => {
  expect(
    mergeOptions({ ...one, optional: true, typ: ['JWT'] }, { optional: undefined, typ: [null] } as never),
  ).toEqual({
    ...one,
    optional: true,
    typ: [null],
  })
})

describe('with several issuers', () => {
  test('an audience or algorithms override holds for each of them', () => {
    const { issuers } = mergeOptions(two, { audience: 'b', algorithms: ['ES256'] })
    expect(issuers).toEqual([
      { issuer: 'i', keys, audience: 'b', algorithms: ['ES256'] },
      { issuer: 'j', keys, audience: 'b', algorithms: ['ES256'] },
    ])
  })

  test('an audience of null is an override too', () => {
    expect(mergeOptions(two, { audience: null }).issuers).toMatchObject([
      { audience: null },
      { audience: null },
    ])
  })

  test('other overrides leave them alone, and a new list stands as written', () => {
    expect(mergeOptions(two, { optional: true }).issuers).toEqual(two.issuers)
    const issuers = [{ issuer: 'k', keys, audience: 'own' }]
    expect(mergeOptions(two, { issuers, audience: 'b' }).issuers).toEqual(issuers)
  })
})

test.each([
  [{ issuer: 'x' }, true],
  [{ issuers: [] }, true],
  [{ keys }, true],
  [{ algorithms: ['ES256'] }, true],
  [{ audience: 'x', optional: true, typ: ['JWT'], preventReplay: true }, false],
  [{ keys: undefined }, false],
  [{}, false],
] as const)('whether %j touches keys: %s', (overrides, touches) => {
  expect(touchesKeys(overrides as ErasedOptions)).toBe(touches)
})

test('an override may go from one issuer to several and back', () => {
  const issuers = [{ issuer: 'k', keys, audience: 'own' }]
  const single = createAuthenticator({ issuer: 'i', audience: 'a', keys })
  expect(single.with({ issuers }).with({ issuer: 'i', keys }).mappedNames.header.size).toBe(0)
})
