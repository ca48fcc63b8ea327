import { createAuthenticator, type ReplayStore } from '@meishi/core'
import type { TestClaims } from '@meishi/core/testing'
import { describe, expect, test } from 'vitest'
import { as } from './asking.js'
import { countingStore } from './counting-store.js'
import type { Protection } from './frameworks/framework.js'
import { whoami } from './frameworks/handlers.js'
import { FRAMEWORKS } from './frameworks.js'
import { bearer, mint, POLICY } from './issuer.js'

const TWICE = [
  {
    name: 'the same handle',
    create: (store: ReplayStore) => {
      const auth = createAuthenticator({ ...POLICY, preventReplay: { store } })
      return [auth, auth]
    },
  },
  {
    name: 'two of one family',
    create: (store: ReplayStore) => {
      const auth = createAuthenticator({ ...POLICY, preventReplay: { store } })
      return [auth, auth.with({ requiredClaims: ['sub'] })]
    },
  },
  {
    name: 'two that share a store',
    create: (store: ReplayStore) => {
      const policy = { ...POLICY, preventReplay: { store } }
      return [createAuthenticator(policy), createAuthenticator(policy)]
    },
  },
]

// Two on one route. In Fastify these are registers of the plugin, one inside the other.
describe.each(FRAMEWORKS)('$name: two policies on one request', ({ serve }) => {
  const statusOf = async (auth: readonly Protection[], claims: TestClaims): Promise<number> => {
    const { ask } = await serve({ routes: [{ path: '/', auth }] })
    return (await ask({ target: '/', ...as(claims) })).status
  }

  test.each([
    ['the first', { sub: undefined, email: 'a@test' }, 401],
    ['the second', { email: undefined }, 401],
    ['neither', { email: 'a@test' }, 200],
  ])('are both asked: %s says no', async (_name, claims, status) => {
    const auth = createAuthenticator({ ...POLICY, requiredClaims: ['sub'] })

    expect(await statusOf([auth, auth.with({ requiredClaims: ['email'] })], claims)).toBe(status)
  })

  test('speak of one token', async () => {
    const auth = createAuthenticator(POLICY)
    const routes = [{ path: '/', auth: [auth, auth.with({ token: { header: 'X-Token' } })] }]
    const { ask } = await serve({ routes })
    const token = mint()
    const beside = async (other: string): Promise<number> =>
      (await ask({ target: '/', headers: [bearer(token), `X-Token: ${other}`] })).status

    expect([await beside(token), await beside(mint())]).toEqual([200, 400])
  })

  test.each(TWICE)('spend the token once: $name', async ({ create }) => {
    const { store, calls } = countingStore()
    const { ask } = await serve({ routes: [{ path: '/', auth: create(store) }] })
    const request = { target: '/', ...as() }

    expect((await ask(request)).status).toBe(200)
    expect(calls()).toBe(1)
    expect((await ask(request)).status).toBe(401)
  })

  test('spend it in each of two stores', async () => {
    const [one, other] = [countingStore(), countingStore()]
    const auth = [one, other].map(({ store }) => createAuthenticator({ ...POLICY, preventReplay: { store } }))

    expect(await statusOf(auth, {})).toBe(200)
    expect([one.calls(), other.calls()]).toEqual([1, 1])
  })

  test('let a typed handler of either have its caller', async () => {
    const auth = createAuthenticator(POLICY)
    const second = auth.with({ requiredClaims: ['sub'] })
    const routes = [auth, second].map((typedBy, at) => ({
      path: `/${at}`,
      auth: [auth, second],
      typedBy,
      handler: whoami,
    }))
    const { ask } = await serve({ routes })

    expect((await ask({ target: '/0', ...as() })).body).toBe('alice')
    expect((await ask({ target: '/1', ...as() })).body).toBe('alice')
  })
})
