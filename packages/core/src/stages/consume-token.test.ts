import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
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
