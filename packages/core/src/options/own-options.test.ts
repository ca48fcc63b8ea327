import { createSecretKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { basic, mint, request, wordFor } from '../../test-support/authentication.js'
import { createAuthenticator } from '../create-authenticator.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { ownOptions } from './own-options.js'

test('plain objects and lists are copied deeply, without a prototype', () => {
  const options = { audience: ['a'], keys: { jwk: { kty: 'EC', key_ops: ['verify'] } } }
  const own = ownOptions(options)
  expect(JSON.stringify(own)).toBe(JSON.stringify(options))
  expect(own.audience).not.toBe(options.audience)
  expect(own.keys.jwk.key_ops).not.toBe(options.keys.jwk.key_ops)
  expect(Object.getPrototypeOf(own.keys)).toBeNull()
})

test('objects with a life of their own are kept as they are', () => {
  const options = {
    claims: { '~standard': {} },
    preventReplay: { store: {} },
    keys: { source: {}, secret: createSecretKey(Buffer.alloc(32)), bytes: Buffer.alloc(1) },
    revocation: { isRevoked: () => false },
    guard: () => true,
  }
  const own = ownOptions(options)
  expect(own.claims).toBe(options.claims)
  expect(own.preventReplay.store).toBe(options.preventReplay.store)
  expect(own.revocation).toBe(options.revocation)
  expect(own.guard).toBe(options.guard)
  for (const name of ['source', 'secret', 'bytes'] as const) expect(own.keys[name]).toBe(options.keys[name])
})

test.each([undefined, null, 'text', 7, [1]])('%j is no options and comes back', (value) => {
  expect(ownOptions(value)).toBe(value)
})

test('a later change of the user’s object changes no policy', async () => {
  const issuer: string[] = [basic.issuer]
  const claimMapping = [{ claim: 'sub', to: { header: 'X-User' } }]
  const authenticator = createAuthenticator({ ...basic, issuer, claimMapping })
  issuer.splice(0, 1, 'https://evil.test')
  claimMapping.length = 0
  expect(await wordFor(authenticator.with({ optional: true }), request(mint()))).toBe('authenticated')
  expect([...authenticator.with({}).mappedNames.header]).toEqual(['x-user'])
})

test('inherited members are no options', () => {
  expect(() => createAuthenticator(Object.create(basic))).toThrow(ConfigurationError)
})
