import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { UnavailableError } from '../errors/unavailable-error.js'
import { Family } from '../family.js'
import type { AuthOptions, ReplayOptions } from '../options/auth-options.js'
import type { ReplayPolicy } from '../policy.js'
import { memoryReplayStore } from '../replay/memory-replay-store.js'
import type { ReplayStore } from '../replay/replay-store.js'
import { type RequestState, requestState } from '../request-state.js'
import { createSigner, manualClock } from '../testing.js'
import type { JwtClaims } from '../token.js'
import { consumeToken } from './consume-token.js'

const { keys } = createSigner()
const NOW = 1_700_000_000
const BASE = { cache: false, issuer: 'a', audience: null, keys, clock: () => NOW } as const
const CLAIMS = { iss: 'a', jti: '1', exp: NOW + 60 }

/** A store that tells what it was asked. */
function recorder(): ReplayStore & { readonly asked: [string, number][] } {
  const asked: [string, number][] = []
  return { asked, consume: (id, expiresAt) => asked.push([id, expiresAt]) > 0 }
}

async function spend(
  claims: object,
  preventReplay: ReplayOptions,
  options: AuthOptions = {},
  state?: RequestState,
): Promise<string> {
  const { policy } = new Family({ ...BASE, preventReplay, ...options }).root
  return consumeToken(claims as JwtClaims, policy.replay as ReplayPolicy, policy, state)
}

describe('the jti', () => {
  it('is spent once', async () => {
    const store = memoryReplayStore({ clock: manualClock(NOW) })
    await spend(CLAIMS, { store })
    await expect(spend(CLAIMS, { store })).rejects.toMatchObject({ code: 'jti_replayed' })
    await spend({ ...CLAIMS, jti: '2' }, { store })
  })

  it.each([undefined, null, '', 1, ['1'], {}, 'a'.repeat(257)])('of %j is no usable one', async (jti) => {
    const store = recorder()
    await expect(spend({ ...CLAIMS, jti }, { store })).rejects.toMatchObject({ code: 'jti_missing' })
    expect(store.asked).toEqual([])
  })

  it('may have 256 characters', async () => {
    const store = recorder()
    await spend({ ...CLAIMS, jti: 'a'.repeat(256) }, { store })
    expect(store.asked).toHaveLength(1)
  })

  it('is not inherited', async () => {
    await expect(spend(Object.create(CLAIMS), { store: recorder() })).rejects.toMatchObject({
      code: 'jti_missing',
    })
  })
})

describe('the identity', () => {
  const identity = async (claims: object, namespace = ''): Promise<string | undefined> => {
    const store = recorder()
    await spend({ ...CLAIMS, ...claims }, { store, namespace }, { issuer: null })
    return store.asked[0]?.[0]
  }

  it('is a hash, from which nothing can be read', async () => {
    expect(await identity({})).toMatch(/^[\w-]{43}$/)
    expect(await identity({})).toBe(await identity({ sub: 'other' }))
  })

  it('stays the same from version to version, for servers of both may share a store', async () => {
    const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url')
    expect(await identity({ iss: 'ab', jti: 'xyz' }, 'n')).toBe(hashOf('1:n2:ab3:xyz'))
    expect(await identity({ iss: undefined, jti: 'xyz' })).toBe(hashOf('0:-3:xyz'))
  })

  it('tells namespace, issuer and jti apart, however they are cut', async () => {
    const cuts: [object, string?][] = [
      [{}],
      [{ jti: '2' }],
      [{ iss: 'b' }],
      [{}, 'n'],
      [{ iss: 'ab', jti: 'c' }],
      [{ iss: 'a', jti: 'bc' }],
      [{ iss: 'b', jti: 'c' }, 'a'],
      [{ iss: undefined, jti: 'c' }, 'a'],
      [{ iss: '-', jti: 'c' }, 'a'],
      [{ iss: '1:a', jti: '1:b' }],
      [{ iss: 'a', jti: '1:b1:c' }],
    ]
    const ids = await Promise.all(cuts.map(([claims, namespace]) => identity(claims, namespace)))
    expect(new Set(ids).size).toBe(cuts.length)
  })
})

describe('the deadline', () => {
  const IGNORED = { maxTokenAge: 10, dangerouslyIgnoreExpiration: true }
  const OPTIONAL = { maxTokenAge: 10, dangerouslyAllowMissingExpiration: true }
  it.each<[string, object, AuthOptions, number]>([
    ['exp, the tolerance and 60 s', { exp: NOW + 60 }, {}, NOW + 60 + 5 + 60],
    ['exp with another tolerance', { exp: NOW + 60 }, { clockTolerance: 0 }, NOW + 60 + 60],
    ['exp, where the token was issued after it', { iat: NOW + 4, exp: NOW + 1 }, {}, NOW + 1 + 5 + 60],
    ['exp, where it ends after the age', { iat: NOW, exp: NOW + 99 }, { maxTokenAge: 10 }, NOW + 99 + 5 + 60],
    ['the age, where it ends after exp', { iat: NOW, exp: NOW + 5 }, { maxTokenAge: 10 }, NOW + 10 + 5 + 60],
    [
      'seven days, where the age is longer',
      { iat: NOW, exp: NOW + 5 },
      { maxTokenAge: 1e9 },
      NOW + 604_800 + 65,
    ],
    ['the age, where exp is ignored', { iat: NOW, exp: NOW + 99 }, IGNORED, NOW + 10 + 5 + 60],
    ['the age, where exp is missing', { iat: NOW, exp: undefined }, OPTIONAL, NOW + 10 + 5 + 60],
  ])('is %s', async (_what, claims, options, seconds) => {
    const store = recorder()
    await spend({ ...CLAIMS, ...claims }, { store }, options)
    expect(store.asked[0]?.[1]).toBe(seconds * 1000)
  })

  it('is whole milliseconds, rounded up', async () => {
    const store = recorder()
    await spend({ ...CLAIMS, exp: NOW + 0.0001 }, { store })
    expect(store.asked[0]?.[1]).toBe((NOW + 65) * 1000 + 1)
  })

  it.each([
    [NOW - 65.001, 'jti_replayed', 0],
    [NOW - 65, 'jti_replayed', 0],
    [NOW - 64.999, undefined, 1],
  ])('that has passed refuses, whatever the store would say: exp %d', async (exp, code, asked) => {
    const store = recorder()
    const spending = spend({ ...CLAIMS, exp }, { store })
    if (code === undefined) expect(await spending).toBe('spent')
    else await expect(spending).rejects.toMatchObject({ code })
    expect(store.asked).toHaveLength(asked)
  })
})

describe('one request', () => {
  it('spends an id once in one store, and in another store again', async () => {
    const [request, store, another] = [{}, recorder(), recorder()]
    for (const _time of [1, 2])
      expect(await spend(CLAIMS, { store }, {}, requestState(request))).toBe('spent')
    await spend(CLAIMS, { store: another }, {}, requestState(request))
    expect(store.asked).toHaveLength(1)
    expect(another.asked).toHaveLength(1)
  })

  it('has not spent what it was refused', async () => {
    const request = {}
    const store = memoryReplayStore({ clock: manualClock(NOW) })
    await spend(CLAIMS, { store })
    for (const _time of [1, 2])
      await expect(spend(CLAIMS, { store }, {}, requestState(request))).rejects.toMatchObject({
        code: 'jti_replayed',
      })
  })

  it('spends another id for another namespace', async () => {
    const [request, store] = [{}, recorder()]
    for (const namespace of ['a', 'b']) await spend(CLAIMS, { store, namespace }, {}, requestState(request))
    expect(store.asked).toHaveLength(2)
  })
})

describe('the store', () => {
  const DOWN = new Error('ECONNREFUSED')
  const failing = (consume: () => unknown): ReplayStore => ({ consume: consume as () => boolean })
  const DEAD = failing(() => Promise.reject(DOWN))

  it.each([false, undefined, 1, 'OK'])('that answers %j has refused', async (answer) => {
    await expect(spend(CLAIMS, { store: failing(() => answer) })).rejects.toMatchObject({
      code: 'jti_replayed',
    })
  })

  it.each([
    [
      'throws',
      failing(() => {
        throw DOWN
      }),
    ],
    ['rejects', DEAD],
  ])('that %s is an outage where nothing else is configured', async (_what, store) => {
    const error: unknown = await spend(CLAIMS, { store }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UnavailableError)
    expect(error).toMatchObject({ part: 'replay', cause: DOWN })
  })

  it('that does not answer in time is an outage, and the breaker of the store spares it other requests', async () => {
    const asked: string[] = []
    const store: ReplayStore = {
      consume: (id) => new Promise(() => asked.push(id)),
    }
    const routes = [{ timeout: 0.001 }, { timeout: 0.002 }]
    const spending = [...routes, ...routes, ...routes].map((route) =>
      spend(CLAIMS, { store, ...route }).catch((error: unknown) => error),
    )
    for (const error of await Promise.all(spending))
      expect(error).toMatchObject({ code: 'unavailable', part: 'replay' })
    expect(asked).toHaveLength(6)
    await expect(spend(CLAIMS, { store })).rejects.toMatchObject({ code: 'unavailable' })
    expect(await spend(CLAIMS, { store, onUnavailable: 'allow' })).toBe('unchecked')
    expect(asked).toHaveLength(6)
  })

  it('that speaks of its own outage is passed on', async () => {
    const own = new UnavailableError('replay', { retryAfter: 1 })
    await expect(spend(CLAIMS, { store: failing(() => Promise.reject(own)) })).rejects.toBe(own)
  })

  it('that is down lets the token pass where that is the policy, and it is said', async () => {
    expect(await spend(CLAIMS, { store: DEAD, onUnavailable: 'allow' })).toBe('unchecked')
    expect(await spend(CLAIMS, { store: recorder(), onUnavailable: 'allow' })).toBe('spent')
  })

  it('that refuses is no outage, whatever the policy for one', async () => {
    await expect(
      spend(CLAIMS, { store: failing(() => false), onUnavailable: 'allow' }),
    ).rejects.toMatchObject({ code: 'jti_replayed' })
  })

  it('is not asked in report mode, where only the token is judged', async () => {
    const store = recorder()
    expect(await spend(CLAIMS, { store }, { mode: 'report' })).toBe('unchecked')
    await expect(spend({ ...CLAIMS, jti: 1 }, { store }, { mode: 'report' })).rejects.toMatchObject({
      code: 'jti_missing',
    })
    expect(store.asked).toEqual([])
  })
})
