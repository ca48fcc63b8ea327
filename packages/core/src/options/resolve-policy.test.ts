import { describe, expect, test } from 'vitest'
import { createCache } from '../cache/verified-tokens.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { KeyPool } from '../keys/key-pool.js'
import { SourceUsers } from '../keys/source-users.js'
import { Withdrawals } from '../keys/withdrawals.js'
import type { Policy } from '../policy.js'
import { memoryReplayStore } from '../replay/memory-replay-store.js'
import { storeGuard } from '../stores/store-guard.js'
import { createSigner } from '../testing.js'
import { systemClock } from '../time.js'
import type { ErasedOptions } from './auth-options.js'
import { resolvePolicy } from './resolve-policy.js'

const good = { issuer: 'i', audience: 'a', keys: createSigner().keys }
const store = memoryReplayStore()
const resolve = (options: ErasedOptions = {}): Policy =>
  resolvePolicy(
    { ...good, ...options },
    {
      cache: createCache(false),
      keys: { pool: new KeyPool(), withdrawals: new Withdrawals(), users: new SourceUsers() },
      openings: { running: 0 },
      replayStore: () => store,
    },
  )

const DAY = 86_400

test('what is left out has the documented default', () => {
  expect(resolve()).toMatchObject({
    clock: systemClock,
    typ: new Set([undefined, 'JWT', 'jwt', 'at+jwt']),
    maxTokenBytes: 16_384,
    clockTolerance: 5,
    maxTokenAge: undefined,
    maxLifetime: undefined,
    expiration: 'required',
    requiredClaims: [],
    replay: undefined,
    sources: [{ header: 'authorization', scheme: 'Bearer' }],
    scheme: 'Bearer',
    optional: false,
    mappings: [],
    forwardToken: true,
    csrfOrigins: new Set(),
    allowPreflight: false,
    errorProfile: 'rfc6750',
    reportOnly: false,
  })
})

test('a policy cannot be changed', () => {
  expect(Object.isFrozen(resolve())).toBe(true)
})

const EXPIRATION = [
  [{}, 'required'],
  [{ dangerouslyAllowMissingExpiration: true }, 'optional'],
  [{ dangerouslyIgnoreExpiration: true }, 'ignored'],
  [{ dangerouslyIgnoreExpiration: true, dangerouslyAllowMissingExpiration: true }, 'ignored'],
  [{ dangerouslyIgnoreExpiration: false, dangerouslyAllowMissingExpiration: false }, 'required'],
] as const

test.each(EXPIRATION)('%j makes the expiration %s', (options, expiration) => {
  expect(resolve(options).expiration).toBe(expiration)
})

const SOURCES = [
  [undefined, 'Bearer', 'authorization'],
  [{ header: 'Authorization', scheme: 'DPoP' }, 'DPoP', 'authorization'],
  [{ header: 'X-Token' }, 'Bearer', 'x-token'],
  [{ cookie: 'sid' }, 'Bearer', 'cookie'],
  [{ query: 'token' }, 'Bearer', ''],
  [[{ cookie: 'a' }, { cookie: 'b' }, { header: 'X-Token' }, { form: 'f' }], 'Bearer', 'cookie, x-token'],
  [[{ cookie: 'a' }, { header: 'authorization', scheme: 'Token' }], 'Token', 'cookie, authorization'],
] as const

test.each(SOURCES)('the token from %j is challenged as %s and varies by "%s"', (token, scheme, vary) => {
  expect(resolve(token === undefined ? {} : { token })).toMatchObject({ scheme, vary })
})

describe('replay protection', () => {
  test('takes the store of the family unless one is given', () => {
    const own = memoryReplayStore()
    const guard = storeGuard('replay', store)
    const byDefault = { store, guard, namespace: '', onUnavailable: 'refuse', timeout: 0.25 }
    expect(resolve({ preventReplay: true }).replay).toEqual(byDefault)
    const given = { store: own, namespace: 'n', onUnavailable: 'allow', timeout: 1 } as const
    expect(resolve({ preventReplay: given }).replay).toEqual({ ...given, guard: storeGuard('replay', own) })
    expect(resolve({ preventReplay: false }).replay).toBeUndefined()
  })

  const LIFETIMES = [
    [{}, 7 * DAY],
    [{ maxLifetime: DAY }, DAY],
    [{ maxLifetime: 8 * DAY }, 7 * DAY],
    [{ maxTokenAge: DAY }, 7 * DAY],
    [{ maxTokenAge: DAY, maxLifetime: 30 * DAY }, 7 * DAY],
    [{ maxTokenAge: 8 * DAY }, 7 * DAY],
    [{ maxTokenAge: 7 * DAY, dangerouslyIgnoreExpiration: true }, undefined],
  ] as const

  test.each(LIFETIMES)('with %j limits the lifetime to %s seconds', (options, lifetime) => {
    expect(resolve({ ...options, preventReplay: true }).maxLifetime).toBe(lifetime)
  })

  const REFUSED = [
    ['preventReplay', { dangerouslyAllowMissingExpiration: true }, 'needs `exp` or `maxTokenAge`'],
    ['preventReplay', { dangerouslyIgnoreExpiration: true }, 'needs `exp` or `maxTokenAge`'],
    ['maxTokenAge', { dangerouslyIgnoreExpiration: true, maxTokenAge: 7 * DAY + 1 }, 'at most 7 days'],
    ['maxTokenAge', { dangerouslyAllowMissingExpiration: true, maxTokenAge: 8 * DAY }, 'at most 7 days'],
    ['preventReplay.namespace', { issuer: null }, 'required with `issuer: null`'],
  ] as const

  test.each(REFUSED)('is a configuration error at %s with %j', (path, options, part) => {
    const act = (): unknown => resolve({ ...options, preventReplay: true })
    expect(act).toThrow(ConfigurationError)
    expect(act).toThrow(expect.objectContaining({ path, message: expect.stringContaining(part) }))
  })

  test('works without an issuer where a namespace keeps ids apart', () => {
    expect(resolve({ issuer: null, preventReplay: { namespace: 'api' } }).replay?.namespace).toBe('api')
  })
})

test('csrf is switched off by an explicit null only', () => {
  expect(resolve({ csrf: null }).csrfOrigins).toBeNull()
  expect(resolve({ csrf: { origins: ['https://a.test'] } }).csrfOrigins).toEqual(new Set(['https://a.test']))
})
