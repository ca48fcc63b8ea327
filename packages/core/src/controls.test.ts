import { expect, test } from 'vitest'
import { basic } from '../test-support/authentication.js'
import { authenticatorOf, isAuthenticator } from './controls.js'
import { createAuthenticator } from './create-authenticator.js'
import { ConfigurationError } from './errors/configuration-error.js'

test('a handle is taken as it is, options are made one', () => {
  const handle = createAuthenticator(basic)
  expect(authenticatorOf(handle)).toBe(handle)
  expect(authenticatorOf(handle, ['prefix'])).toBe(handle)
  expect(isAuthenticator(authenticatorOf(basic))).toBe(true)
})

test('what the framework adds to options is not judged, everything else is', () => {
  const options = { ...basic, prefix: '/v1' }
  expect(isAuthenticator(authenticatorOf(options, ['prefix']))).toBe(true)
  expect(() => authenticatorOf(options)).toThrow(ConfigurationError)
  expect(() => authenticatorOf({ ...options, prefixes: [] } as object, ['prefix'])).toThrow(
    /^prefixes: unknown option/,
  )
})

test.each([basic, null, undefined, 'authenticate', 7])('%o is no handle', (value) => {
  expect(isAuthenticator(value)).toBe(false)
})
