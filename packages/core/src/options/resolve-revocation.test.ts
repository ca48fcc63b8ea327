import { describe, expect, test } from 'vitest'
import { createAuthenticator } from '../create-authenticator.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { Family } from '../family.js'
import { memoryRevocationList } from '../revocation/memory-revocation-list.js'
import type { RevocationStatus } from '../revocation/revocation-list.js'
import { storeGuard } from '../stores/store-guard.js'
import { createSigner } from '../testing.js'
import type { AuthOptions } from './auth-options.js'
import { ownOptions } from './own-options.js'

const good: AuthOptions = { issuer: 'i', audience: 'a', keys: createSigner().keys }
const policyOf = (options: AuthOptions) => new Family(ownOptions({ ...good, ...options })).root.policy
const list = memoryRevocationList({ maxTokenLifetime: 600 })
const bare = { isRevoked: () => false }

describe('the option revocation', () => {
  test('takes a list, or an object that holds one', () => {
    const guard = storeGuard('revocation', list)
    const byDefault = { list, guard, onUnavailable: 'refuse', timeout: 0.25 }
    expect(policyOf({ revocation: list }).revocation).toEqual(byDefault)
    expect(policyOf({ revocation: { list } }).revocation).toEqual(byDefault)
    const allowing = policyOf({ revocation: { list: bare, onUnavailable: 'allow', timeout: 1 } }).revocation
    expect(allowing).toMatchObject({ onUnavailable: 'allow', timeout: 1 })
    expect(allowing?.list).toBe(bare)
  })

  test.each([{}, { revocation: null }])('may be left out: %o', (options) => {
    expect(policyOf(options).revocation).toBeUndefined()
  })

  test('can be switched off by a route', () => {
    const family = new Family(ownOptions({ ...good, revocation: list }))
    expect(family.derive(family.root, { revocation: null }).policy.revocation).toBeUndefined()
  })

  test.each([
    ['revocation', { revocation: {} }, 'the function isRevoked'],
    ['revocation', { revocation: { isRevoked: true } }, 'the function isRevoked'],
    ['revocation', { revocation: true }, 'the function isRevoked'],
    ['revocation.list', { revocation: { list: {} } }, 'the function isRevoked'],
    [
      'revocation.onUnavailable',
      { revocation: { list: bare, onUnavailable: 'pass' } },
      'one of refuse, allow',
    ],
    [
      'revocation.policy',
      { revocation: { list: bare, policy: 1 } },
      'known are list, onUnavailable, timeout',
    ],
    ['revocation.timeout', { revocation: { list: bare, timeout: 61 } }, 'a number from 0.001 to 60'],
  ])('is refused at %s: %o', (path, options, part) => {
    expect(() => createAuthenticator({ ...good, ...options } as never)).toThrow(
      expect.objectContaining({ path, message: expect.stringContaining(part) }),
    )
  })
})

describe('a list that forgets', () => {
  test.each<[AuthOptions, limit: number | undefined]>([
    [{}, 600],
    [{ maxLifetime: 60 }, 60],
    [{ maxLifetime: 6000 }, 600],
    [{ preventReplay: true }, 600],
    [{ revocation: bare }, undefined],
    [{ revocation: memoryRevocationList({ maxTokenLifetime: null }) }, undefined],
    [{ revocation: { list: memoryRevocationList({ maxTokenLifetime: 1e7 }) }, preventReplay: true }, 604_800],
  ])('limits how long a token may live: %o', (options, limit) => {
    expect(policyOf({ revocation: list, ...options }).maxLifetime).toBe(limit)
  })

  test.each<AuthOptions>([
    { dangerouslyIgnoreExpiration: true },
    { dangerouslyAllowMissingExpiration: true },
    { dangerouslyIgnoreExpiration: true, maxTokenAge: 601 },
  ])('is refused where a token could outlive what it remembers: %o', (options) => {
    const make = () => policyOf({ revocation: list, ...options })
    expect(make).toThrow(ConfigurationError)
    expect(make).toThrow(/^revocation: needs `exp`, or a `maxTokenAge` of at most 600 s/)
  })

  test.each<AuthOptions>([
    { dangerouslyIgnoreExpiration: true, maxTokenAge: 600 },
    { dangerouslyAllowMissingExpiration: true, revocation: bare },
    { dangerouslyIgnoreExpiration: true, revocation: memoryRevocationList({ maxTokenLifetime: null }) },
  ])('may serve where none can: %o', (options) => {
    expect(() => policyOf({ revocation: list, ...options })).not.toThrow()
  })
})

describe('an authenticator', () => {
  test('shows how the list is', () => {
    const status: RevocationStatus = { state: 'stale', entries: 7, lag: 61 }
    expect(
      createAuthenticator({ ...good, revocation: { ...bare, status: () => status } }).status().revocation,
    ).toBe(status)
    expect(createAuthenticator({ ...good, revocation: bare }).status().revocation).toBeUndefined()
    expect(createAuthenticator(good).status().revocation).toBeUndefined()
  })

  test('is ready when the list is, of every route, and is not kept from it by one that fails', async () => {
    const order: string[] = []
    const listOf = (name: string, ready: () => Promise<void>) => ({
      ...bare,
      ready: () => ready().finally(() => order.push(name)),
    })
    const later = listOf('later', () => new Promise((resolve) => setImmediate(resolve)))
    const failing = listOf('failing', () => Promise.reject(new Error('closed')))
    const auth = createAuthenticator({ ...good, revocation: later })
    const [route] = [auth.with({ revocation: failing }), auth.with({ revocation: bare })]
    await route?.ready()
    expect(order.sort()).toEqual(['failing', 'later'])
  })
})
