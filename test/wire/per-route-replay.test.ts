import { requireScope } from '@meishi/core'
import { describe, expect, test } from 'vitest'
import { as, asking } from './asking.js'
import { whoami } from './frameworks/handlers.js'
import { FRAMEWORKS } from './frameworks.js'
import { POLICY } from './issuer.js'

describe.each(FRAMEWORKS)('$name', (framework) => {
  test('a token is spent where replay is prevented, and nowhere else', async () => {
    const instead = { preventReplay: true }
    const routes = [
      { path: '/transfers', instead, handler: whoami },
      { path: '/payments', instead: { ...instead }, handler: whoami },
      { path: '/notes', handler: whoami },
    ]
    const ask = await asking(framework, { app: POLICY, routes })
    const once = { ...as(), method: 'POST' }

    expect([await ask('/notes', once), await ask('/transfers', once)]).toEqual(['200 alice', '200 alice'])
    expect([await ask('/transfers', once), await ask('/payments', once)]).toEqual(['401', '401'])
    expect(await ask('/notes', once)).toBe('200 alice')
  })

  test('one of many racing requests spends the token', async () => {
    const app = { ...POLICY, preventReplay: true }
    const ask = await asking(framework, { app, routes: [{ path: '/', handler: whoami }] })
    const once = as()

    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('/', once)))

    expect(answers.filter((answer) => answer === '200 alice')).toHaveLength(1)
    expect(answers.filter((answer) => answer === '401')).toHaveLength(19)
  })

  test('a guard in the options runs before the token is spent, allow() after it', async () => {
    const ask = await asking(framework, {
      app: { ...POLICY, preventReplay: true },
      routes: [
        { path: '/guard', instead: { guard: requireScope('pay') }, handler: whoami },
        { path: '/allow', guards: [requireScope('pay')], handler: whoami },
        { path: '/rest', handler: whoami },
      ],
    })
    const [one, other] = [as(), as()]

    expect([await ask('/guard', one), await ask('/guard', one)]).toEqual(['403', '403'])
    expect(await ask('/rest', one)).toBe('200 alice')
    expect([await ask('/allow', other), await ask('/rest', other)]).toEqual(['403', '401'])
    expect(await ask('/guard', as({ scope: 'read pay' }))).toBe('200 alice')
    expect(await ask('/allow', as({ scope: 'read pay' }))).toBe('200 alice')
  })
})
