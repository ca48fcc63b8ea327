import { memoryReplayStore, type ReplayStore } from '@meishi/core'
import { jwtAuth } from '@meishi/express'
import { describe, expect, test } from 'vitest'
import { type App, forgetful, listen, reached, VERSIONS } from './express-versions.js'
import { bearer, mint, POLICY } from './issuer.js'
import { send } from './raw-http.js'

async function statusOf(app: App, headers: readonly string[]): Promise<number> {
  app.use(forgetful)
  return (await send(await listen(app), { target: '/', headers })).status
}

/** A real store that counts how often it is asked. */
function countingStore(): { store: ReplayStore; calls: () => number } {
  const inner = memoryReplayStore()
  let calls = 0
  const consume: ReplayStore['consume'] = (id, expiresAt) => {
    calls++
    return inner.consume(id, expiresAt)
  }
  return { store: { consume }, calls: () => calls }
}

describe.each(VERSIONS)('$version: two middlewares on one request', ({ express }) => {
  test.each([
    ['the first', { sub: undefined, email: 'a@test' }, 401],
    ['the second', { email: undefined }, 401],
    ['neither', { email: 'a@test' }, 200],
  ])('are both asked: %s says no', async (_name, claims, status) => {
    const auth = jwtAuth({ ...POLICY, requiredClaims: ['sub'] })
    const app = express()
    app.get('/', auth, auth.with({ requiredClaims: ['email'] }), reached)

    expect(await statusOf(app, [bearer(mint(claims))])).toBe(status)
  })

  test('speak of one token', async () => {
    const auth = jwtAuth(POLICY)
    const app = express()
    app.get('/', auth, auth.with({ token: { header: 'X-Token' } }), reached)
    const token = mint()

    expect(await statusOf(app, [bearer(token), `X-Token: ${token}`])).toBe(200)
    expect(await statusOf(app, [bearer(token), `X-Token: ${mint()}`])).toBe(400)
  })

  test.each([
    [
      'the same middleware',
      (store: ReplayStore) => {
        const auth = jwtAuth({ ...POLICY, preventReplay: { store } })
        return [auth, auth] as const
      },
    ],
    [
      'two of one family',
      (store: ReplayStore) => {
        const auth = jwtAuth({ ...POLICY, preventReplay: { store } })
        return [auth, auth.with({ requiredClaims: ['sub'] })] as const
      },
    ],
    [
      'two that share a store',
      (store: ReplayStore) => {
        const policy = { ...POLICY, preventReplay: { store } }
        return [jwtAuth(policy), jwtAuth(policy)] as const
      },
    ],
  ])('spend the token once: %s', async (_name, create) => {
    const { store, calls } = countingStore()
    const [first, second] = create(store)
    const app = express()
    app.get('/', first, second, reached)
    app.use(forgetful)
    const port = await listen(app)
    const request = { target: '/', headers: [bearer(mint())] }

    expect((await send(port, request)).status).toBe(200)
    expect(calls()).toBe(1)
    expect((await send(port, request)).status).toBe(401)
  })

  test('spend it in each of two stores', async () => {
    const [one, other] = [countingStore(), countingStore()]
    const [first, second] = [one, other].map(({ store }) => jwtAuth({ ...POLICY, preventReplay: { store } }))
    const app = express()
    if (first !== undefined && second !== undefined) app.get('/', first, second, reached)

    expect(await statusOf(app, [bearer(mint())])).toBe(200)
    expect([one.calls(), other.calls()]).toEqual([1, 1])
  })

  test('keep what the first one mapped, and what the client sent away', async () => {
    const auth = jwtAuth({ ...POLICY, claimMapping: [{ claim: 'sub', to: { header: 'X-User' } }] })
    const toQuery = auth.with({ claimMapping: [{ claim: 'sub', to: { query: 'user' } }] })
    const app = express()
    app.get('/', auth, toQuery, auth, (req, res) => {
      res.json([req.headers['x-user'], req.rawHeaders.filter((value) => value === 'alice'), req.url])
    })
    const headers = [bearer(mint()), 'X-User: evil']

    const answer = await send(await listen(app), { target: '/?user=evil&a=1', headers })

    expect(JSON.parse(answer.body)).toEqual(['alice', ['alice'], '/?a=1&user=alice'])
  })

  test('strip for each other: the first removes what only the second maps', async () => {
    const auth = jwtAuth(POLICY)
    const mapped = auth.with({ claimMapping: [{ claim: 'role', to: { header: 'X-Role' } }] })
    const app = express()
    app.get('/plain', auth, (req, res) => void res.json(req.headers['x-role'] ?? null))
    app.get('/mapped', mapped, reached)
    const headers = [bearer(mint()), 'X-Role: admin']

    expect((await send(await listen(app), { target: '/plain', headers })).body).toBe('null')
  })
})
