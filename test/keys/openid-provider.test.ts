import { type Authenticator, createAuthenticator } from '@meishi/core'
import { type ManualClock, manualClock } from '@meishi/core/testing'
import { describe, expect, test, vi } from 'vitest'
import { AUDIENCE, type OpenIdProvider, signingKey, startOpenIdProvider } from './openid-provider.js'

/** Keys of a real provider, the package `oidc-provider`, which makes its own tokens and documents. */

const create = ({ issuer }: OpenIdProvider, clock: ManualClock): Authenticator =>
  createAuthenticator({ issuer, audience: AUDIENCE, clock })

async function ask(auth: Authenticator, token: string): Promise<string> {
  const view = { method: 'GET', rawHeaders: ['Authorization', `Bearer ${token}`] }
  try {
    const outcome = await auth.authenticate(view)
    return outcome.status === 'refused' ? outcome.error.code : outcome.status
  } catch (error) {
    return (error as Error).name
  }
}

test.each(['RS256', 'ES256', 'EdDSA'] as const)(
  'its access tokens of %s are accepted by its name alone',
  async (alg) => {
    await using provider = await startOpenIdProvider(alg, signingKey(alg, 'one'))
    const auth = create(provider, manualClock())
    expect(await ask(auth, await provider.token())).toBe('authenticated')
    expect(auth.status().issuers).toMatchObject([
      { issuer: provider.issuer, state: 'fresh', keys: [{ kid: 'one' }] },
    ])
    auth.close()
  },
)

/** Requests without a pause, with the newest token, while something is done; and when which were refused. */
async function underLoad(
  auth: Authenticator,
  clock: ManualClock,
  newest: () => string,
  act: () => Promise<void>,
): Promise<{ asked: number; refused: { at: number; word: string }[] }> {
  const refused: { at: number; word: string }[] = []
  let asked = 0
  let isOver = false
  const work = async (): Promise<void> => {
    while (!isOver) {
      const at = clock()
      const word = await ask(auth, newest())
      asked++
      if (word !== 'authenticated') refused.push({ at, word })
      if (asked % 10 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const workers = Array.from({ length: 8 }, work)
  await act()
  isOver = true
  await Promise.all(workers)
  return { asked, refused }
}

describe('a rotation at full speed', () => {
  /** Lets time pass in small steps, with requests in each of them. */
  const pass = async (clock: ManualClock, seconds: number): Promise<void> => {
    for (let step = 0; step < seconds * 2; step++) {
      clock.advance(0.5)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  test('refuses no good token where the new key was published one cooldown before its first use', async () => {
    const [old, next] = [signingKey('ES256', 'old'), signingKey('ES256', 'new')]
    await using provider = await startOpenIdProvider('ES256', old)
    const clock = manualClock()
    const auth = create(provider, clock)
    let token = await provider.token()
    await ask(auth, token)
    const { asked, refused } = await underLoad(
      auth,
      clock,
      () => token,
      async () => {
        await pass(clock, 7)
        provider.use(old, next)
        await pass(clock, 30)
        provider.use(next, old)
        token = await provider.token()
        await pass(clock, 30)
        provider.use(next)
        await pass(clock, 700)
      },
    )
    expect(refused).toEqual([])
    expect(asked).toBeGreaterThan(1000)
    expect(auth.status().issuers[0]?.keys.map(({ kid }) => kid)).toEqual(['new'])
    auth.close()
  })

  test('refuses good tokens for one cooldown at most where it was not, also in a flood of invented kids', async () => {
    const [old, next] = [signingKey('ES256', 'old'), signingKey('ES256', 'new')]
    await using provider = await startOpenIdProvider('ES256', old)
    const clock = manualClock()
    const auth = create(provider, clock)
    let token = await provider.token()
    await ask(auth, token)
    let count = 0
    const invented = (): string => {
      const header = Buffer.from(JSON.stringify({ alg: 'ES256', kid: `k${count++}` })).toString('base64url')
      return header + token.slice(token.indexOf('.'))
    }
    let rotatedAt = 0
    const { refused } = await underLoad(
      auth,
      clock,
      () => token,
      async () => {
        await pass(clock, 31)
        await ask(auth, invented())
        await pass(clock, 1)
        provider.use(next, old)
        token = await provider.token()
        rotatedAt = clock()
        for (let second = 0; second < 60; second++) {
          await Promise.all(Array.from({ length: 20 }, () => ask(auth, invented())))
          await pass(clock, 1)
        }
      },
    )
    expect(new Set(refused.map(({ word }) => word))).toEqual(new Set(['key_not_found']))
    expect(Math.max(...refused.map(({ at }) => at)) - rotatedAt).toBeLessThanOrEqual(30)
    expect(provider.fetches).toBeLessThanOrEqual(4)
    auth.close()
  })
})

test('a provider that is stopped for longer than its keys are fresh, and started again, costs no request', async () => {
  const [old, next] = [signingKey('RS256', 'old'), signingKey('RS256', 'new')]
  await using provider = await startOpenIdProvider('RS256', old)
  const clock = manualClock()
  const auth = create(provider, clock)
  const before = await provider.token()
  expect(await ask(auth, before)).toBe('authenticated')

  provider.stop()
  for (let minute = 0; minute < 90; minute++) {
    clock.advance(60)
    expect(await ask(auth, before)).toBe('authenticated')
  }
  expect(auth.status().issuers[0]).toMatchObject({ state: 'stale', age: 5400 })

  provider.start()
  provider.use(next, old)
  const after = await provider.token()
  clock.advance(61)
  expect(await ask(auth, before)).toBe('authenticated')
  await vi.waitFor(() => expect(auth.status().issuers[0]?.state).toBe('fresh'))
  expect(await ask(auth, after)).toBe('authenticated')
  expect(await ask(auth, before)).toBe('authenticated')
  auth.close()
})
