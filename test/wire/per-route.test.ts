import { createAuthenticator, type Guard } from '@meishi/core'
import { forgeToken } from '@meishi/core/testing'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { as, asking } from './asking.js'
import { GUARDS, OVERRIDES } from './cases/route-overrides.js'
import type { Handler } from './frameworks/framework.js'
import { whoami } from './frameworks/handlers.js'
import { FRAMEWORKS } from './frameworks.js'
import { bearer, mint, POLICY } from './issuer.js'

describe.each(FRAMEWORKS)('$name', (framework) => {
  test('a looser route stands before the blanket, or in place of it', async () => {
    const routes = [
      { path: '/feed', instead: { optional: true }, handler: whoami },
      { path: '/rest', handler: whoami },
    ]
    const ask = await asking(framework, { app: POLICY, routes })

    expect(await ask('/feed')).toBe('200 nobody')
    expect(await ask('/feed', as())).toBe('200 alice')
    expect(await ask('/feed', { headers: [bearer(forgeToken(mint()))] })).toBe('401')
    expect(await ask('/rest')).toBe('401')
    expect(await ask('/rest', as())).toBe('200 alice')
  })

  test('a looser policy behind the blanket stays strict', async () => {
    const app = createAuthenticator(POLICY)
    const routes = [{ path: '/feed', auth: [app.with({ optional: true })], handler: whoami }]
    const ask = await asking(framework, { app, routes })

    expect(await ask('/feed')).toBe('401')
    expect(await ask('/feed', as())).toBe('200 alice')
  })

  test.each(OVERRIDES)(
    'a route has $name of its own',
    async ({ instead, good, bad, status = '401', elsewhere = '200 alice' }) => {
      const own = { path: '/own', instead, handler: whoami }
      const ask = await asking(framework, { app: POLICY, routes: [own, { path: '/rest', handler: whoami }] })

      expect([await ask('/own', as(good)), await ask('/own', as(bad))]).toEqual(['200 alice', status])
      expect([await ask('/rest', as(good)), await ask('/rest', as(bad))]).toEqual([elsewhere, '200 alice'])
    },
  )

  test.each(GUARDS)('allow() asks %s', async (_name, guard, good, bad) => {
    const ask = await asking(framework, {
      app: createAuthenticator(POLICY).with({ optional: true }),
      routes: [{ path: '/', guards: [guard as Guard<never>], handler: () => 'in' }],
    })

    expect([await ask('/', as(good)), await ask('/', as(bad)), await ask('/')]).toEqual([
      '200 in',
      '403',
      '401',
    ])
  })

  test('a route takes its token from elsewhere', async () => {
    const routes = [
      { path: '/download', instead: { token: { query: 'token' } }, handler: whoami },
      { path: '/rest', handler: whoami },
    ]
    const ask = await asking(framework, { app: POLICY, routes })

    expect(await ask(`/download?token=${mint()}`)).toBe('200 alice')
    expect(await ask('/download', as())).toBe('401')
    expect(await ask(`/rest?token=${mint()}`)).toBe('401')
  })

  test('a route maps what others do not, and takes the name from all of them', async () => {
    const user: Handler = ({ headers, query }) => `${headers['x-user']} ${query.user}`
    const claimMapping = [{ claim: 'sub', to: { query: 'user' } }] as const
    const ask = await asking(framework, {
      app: { ...POLICY, claimMapping: [{ claim: 'sub', to: { header: 'X-User' } }] },
      routes: [
        { path: '/mapped', instead: { claimMapping }, handler: user },
        { path: '/open', instead: false, handler: user },
        { path: '/rest', handler: user },
      ],
    })
    const forged = { headers: [...as().headers, 'X-User: evil'] }

    expect(await ask('/mapped?user=evil', forged)).toBe('200 undefined alice')
    expect(await ask('/rest?user=evil', forged)).toBe('200 alice undefined')
    expect(await ask('/open?user=evil', forged)).toBe('200 undefined undefined')
  })

  test('the output of a schema becomes the claims of its route', async () => {
    const app = createAuthenticator(POLICY)
    const claims = z.object({ sub: z.string().toUpperCase(), level: z.number().default(1) })
    const typed = app.with({ claims })
    const ask = await asking(framework, {
      app,
      routes: [
        { path: '/typed', instead: typed, typedBy: typed, handler: ({ auth }) => auth?.claims },
        { path: '/rest', handler: whoami },
      ],
    })

    expect(await ask('/typed', as())).toBe('200 {"sub":"ALICE","level":1}')
    expect([await ask('/typed', as({ sub: 7 })), await ask('/rest', as())]).toEqual(['401', '200 alice'])
  })

  test('a route answers in another profile', async () => {
    const routes = [{ path: '/gateway', instead: { errorProfile: 'gateway' as const } }, { path: '/rest' }]
    const ask = await asking(framework, { app: POLICY, routes })

    expect([await ask('/gateway'), await ask('/rest')]).toEqual(['400', '401'])
  })

  test('anonymous callers and callers of an open route have no auth', async () => {
    const hasAuth: Handler = ({ auth }) => auth !== undefined
    const ask = await asking(framework, {
      app: { ...POLICY, optional: true },
      routes: [
        { path: '/', handler: hasAuth },
        { path: '/open', instead: false, handler: hasAuth },
      ],
    })

    expect([await ask('/'), await ask('/', as()), await ask('/open', as())]).toEqual([
      '200 false',
      '200 true',
      '200 false',
    ])
  })
})
