import { describe, expect, it } from 'vitest'
import { UnavailableError } from '../errors/unavailable-error.js'
import { Family } from '../family.js'
import type { AuthOptions, ReplayOptions } from '../options/auth-options.js'
import type { ReplayPolicy } from '../policy.js'
import type { ReplayStore } from '../replay/replay-store.js'
import type { RequestState } from '../request-state.js'
import { createSigner } from '../testing.js'
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
