import { createAuthenticator } from '@meishi/core'
import { describe, expect, test } from 'vitest'
import type { Handler } from './frameworks/framework.js'
import { FRAMEWORKS } from './frameworks.js'
import { bearer, mint, POLICY } from './issuer.js'

describe.each(FRAMEWORKS)('$name: two policies on one request', ({ serve }) => {
  test('keep what the first one mapped, and what the client sent away', async () => {
    const auth = createAuthenticator({
      ...POLICY,
      claimMapping: [{ claim: 'sub', to: { header: 'X-User' } }],
    })
    const toQuery = auth.with({ claimMapping: [{ claim: 'sub', to: { query: 'user' } }] })
    const handler: Handler = ({ headers, rawHeaders, url, query }) => [
      headers['x-user'],
      rawHeaders.filter((value) => value === 'alice'),
      url,
      query,
    ]
    const { ask } = await serve({ routes: [{ path: '/', auth: [auth, toQuery, auth], handler }] })

    const answer = await ask({ target: '/?user=evil&a=1', headers: [bearer(mint()), 'X-User: evil'] })

    const query = { a: '1', user: 'alice' }
    expect(JSON.parse(answer.body)).toEqual(['alice', ['alice'], '/?a=1&user=alice', query])
  })

  test('keep what the first one mapped into path and body', async () => {
    const to = (target: { path: string } | { form: string }) => [{ claim: 'sub', to: target }]
    const auth = createAuthenticator({ ...POLICY, claimMapping: to({ path: 'user' }) })
    const toForm = auth.with({ claimMapping: to({ form: 'user' }) })
    const handler: Handler = ({ params, body }) => [params, body]
    const routes = [{ path: '/:user/:item', auth: [auth, toForm, auth], handler }]
    const { ask } = await serve({ parses: ['json'], routes })

    const answer = await ask({
      method: 'POST',
      target: '/evil/7',
      headers: [bearer(mint()), 'Content-Type: application/json'],
      body: '{"user":"evil","a":1}',
    })

    expect(JSON.parse(answer.body)).toEqual([
      { user: 'alice', item: '7' },
      { a: 1, user: 'alice' },
    ])
  })

  test('strip for each other: the first removes what only the second maps', async () => {
    const auth = createAuthenticator(POLICY)
    const mapped = auth.with({ claimMapping: [{ claim: 'role', to: { header: 'X-Role' } }] })
    const handler: Handler = ({ headers }) => headers['x-role'] ?? 'none'
    const routes = [
      { path: '/plain', auth: [auth], handler },
      { path: '/mapped', auth: [mapped], handler },
    ]
    const { ask } = await serve({ routes })

    const headers = [bearer(mint({ role: 'clerk' })), 'X-Role: admin']
    expect((await ask({ target: '/plain', headers })).body).toBe('none')
    expect((await ask({ target: '/mapped', headers })).body).toBe('clerk')
  })
})
