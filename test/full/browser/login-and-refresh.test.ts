import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { memoryRevocationList } from '@meishi/core'
import { createIssuer } from '@meishi/issuer'
import { memorySessionStore } from '@meishi/sessions'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createApp } from '../../../examples/login-and-refresh/app.js'
import { Users } from '../../../examples/login-and-refresh/users.js'
import { until } from '../../../packages/redis/test-support/until.js'
import { type Chromium, startChromium, type Tab } from './chromium.js'
import { describeWithChromium } from './find-chromium.js'

const PASSWORD = 'correct horse'
const IN = 'You are alice, a reader.'
const OUT = 'Nobody has logged in.'

describeWithChromium('in a real browser', () => {
  let chromium: Chromium
  let server: Server
  let origin: string
  let events: string[]
  /** As long as it is set, refreshes wait until so many are there. */
  let gate: { readonly size: number; readonly waiting: (() => void)[] } | undefined
  beforeAll(async () => {
    const users = new Users()
    await users.add('alice', PASSWORD)
    const app = createApp({
      issuer: await createIssuer({ issuer: 'http://localhost', algorithm: 'ES256' }),
      users,
      store: memorySessionStore(),
      revocation: memoryRevocationList(),
      onEvent: ({ event }) => void events.push(event),
    })
    server = createServer((request, response) => {
      const go = (): void => app(request, response)
      if (gate === undefined || request.url !== '/auth/refresh') return go()
      gate.waiting.push(go)
      if (gate.waiting.length < gate.size) return
      for (const waiting of gate.waiting) waiting()
      gate = undefined
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    origin = `http://localhost:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server?.closeAllConnections()
    server?.close()
  })
  beforeEach(async () => {
    events = []
    chromium = await startChromium()
  })
  afterEach(() => chromium?.close())

  const open = (): Promise<Tab> => chromium.open(`${origin}/`)
  const shows = (tab: Tab, text: string): Promise<void> =>
    until(`the page says "${text}"`, async () => {
      return (await tab.evaluate(`document.querySelector('#out').textContent`)) === text
    })
  const press = (tab: Tab, id: string): Promise<unknown> =>
    tab.evaluate(`document.querySelector('#out').textContent = ''; document.querySelector('#${id}').click()`)
  const login = async (tab: Tab): Promise<void> => {
    await tab.evaluate(`
      document.querySelector('[name=user]').value = 'alice'
      document.querySelector('[name=password]').value = '${PASSWORD}'
      document.querySelector('#login').requestSubmit()`)
    await shows(tab, 'Logged in.')
  }

  test('login, call, and a refresh that nobody sees', async () => {
    const [first, second] = [await open(), await open()]
    await press(first, 'call')
    await shows(first, OUT)
    await login(first)
    await press(first, 'call')
    await shows(first, IN)
    expect(await first.evaluate('document.cookie')).toBe('')
    expect(await chromium.cookies()).toMatchObject([{ name: '__Host-meishi-refresh', httpOnly: true }])

    await press(second, 'call') // it has no token, and refreshes
    await shows(second, IN)
    await press(first, 'call') // its token is dead now, and it refreshes too
    await shows(first, IN)
    expect(events).toEqual(['login', 'refresh', 'refresh'])
  })

  test('two tabs that race stay logged in', async () => {
    const [first, second] = [await open(), await open()]
    await login(first)
    await first.reload()
    gate = { size: 2, waiting: [] }
    await Promise.all([press(first, 'call'), press(second, 'call')])
    await Promise.all([shows(first, IN), shows(second, IN)])
    expect(events).toEqual(['login', 'refresh', 'refresh.raced'])
    await Promise.all([press(first, 'call'), press(second, 'call')])
    await Promise.all([shows(first, IN), shows(second, IN)])
    expect(events).toHaveLength(3)
  })

  test('a logout in one tab ends the other at its next call', async () => {
    const [first, second] = [await open(), await open()]
    await login(first)
    await press(second, 'call')
    await shows(second, IN)
    await press(first, 'logout')
    await shows(first, 'Logged out.')
    expect(await chromium.cookies()).toEqual([])
    await press(second, 'call')
    await shows(second, OUT)
    expect(events).toEqual(['login', 'refresh', 'logout'])
  })

  test('a stolen refresh token is found out when its owner comes', async () => {
    const tab = await open()
    await login(tab)
    let [cookie = ''] = (await chromium.cookies()).map(({ name, value }) => `${name}=${value}`)
    const steal = async (): Promise<number> => {
      const headers = { cookie, 'sec-fetch-site': 'same-origin' }
      const answer = await fetch(`${origin.replace('localhost', '127.0.0.1')}/auth/refresh`, {
        method: 'POST',
        headers,
      })
      for (const line of answer.headers.getSetCookie()) cookie = line.split(';')[0] ?? ''
      return answer.status
    }
    expect([await steal(), await steal()]).toEqual([200, 200])
    await press(tab, 'call')
    await shows(tab, OUT)
    expect(events).toEqual(['login', 'refresh', 'refresh', 'refresh.reused'])
    expect(await steal()).toBe(401)
  })
})
