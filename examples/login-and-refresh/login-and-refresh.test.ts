import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { memoryRevocationList } from '@meishi/core'
import { createIssuer } from '@meishi/issuer'
import { memorySessionStore } from '@meishi/sessions'
import { expect, onTestFinished, test } from 'vitest'
import { createApp } from './app.js'
import { Users } from './users.js'

const PASSWORD = 'correct horse'

/** A site on a port of its own. */
async function serve() {
  const users = new Users()
  await users.add('alice', PASSWORD)
  const events: string[] = []
  const app = createApp({
    issuer: await createIssuer({ issuer: 'http://localhost', algorithm: 'ES256' }),
    users,
    store: memorySessionStore(),
    revocation: memoryRevocationList(),
    onEvent: ({ event }) => void events.push(event),
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, events }
}

/** One browser: tabs share its cookies. */
class Browser {
  readonly #origin: string
  cookie = ''

  constructor(origin: string) {
    this.#origin = origin
  }

  async post(path: string, body?: object): Promise<{ status: number; access_token?: string }> {
    const answer = await fetch(`${this.#origin}/auth${path}`, {
      method: 'POST',
      headers: {
        'sec-fetch-site': 'same-origin',
        cookie: this.cookie,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    for (const line of answer.headers.getSetCookie()) this.cookie = line.split(';')[0] ?? ''
    const text = await answer.text()
    return { status: answer.status, ...(text !== '' && JSON.parse(text)) }
  }

  login = (password = PASSWORD) => this.post('/login', { user: 'alice', password })

  async call(token = ''): Promise<unknown> {
    const answer = await fetch(`${this.#origin}/api/me`, { headers: { authorization: `Bearer ${token}` } })
    return answer.ok ? answer.json() : answer.status
  }
}

test('a browser logs in, calls, refreshes and logs out', async () => {
  const { origin, events } = await serve()
  const browser = new Browser(origin)
  const first = await browser.login()
  expect(first).not.toHaveProperty('refresh_token')
  expect(await browser.call(first.access_token)).toEqual({ sub: 'alice', role: 'reader' })

  const second = await browser.post('/refresh')
  expect(await browser.call(second.access_token)).toEqual({ sub: 'alice', role: 'reader' })
  expect(await browser.call(first.access_token)).toBe(401)

  expect((await browser.post('/logout')).status).toBe(204)
  expect(await browser.call(second.access_token)).toBe(401)
  expect((await browser.post('/refresh')).status).toBe(401)
  expect(events).toEqual(['login', 'refresh', 'logout'])
})

test('two tabs that race get the same pair', async () => {
  const { origin, events } = await serve()
  const browser = new Browser(origin)
  await browser.login()
  const [one, other] = await Promise.all([browser.post('/refresh'), browser.post('/refresh')])
  expect(one).toEqual(other)
  expect(await browser.call(one.access_token)).toMatchObject({ sub: 'alice' })
  expect(events).toEqual(['login', 'refresh', 'refresh.raced'])
})

test('a stolen refresh token ends the session for both', async () => {
  const { origin, events } = await serve()
  const [victim, thief] = [new Browser(origin), new Browser(origin)]
  await victim.login()
  thief.cookie = victim.cookie
  const stolen = await thief.post('/refresh')
  await thief.post('/refresh') // so that the victim's is not the immediate predecessor any more
  expect((await victim.post('/refresh')).status).toBe(401)
  expect(await thief.call(stolen.access_token)).toBe(401)
  expect((await thief.post('/refresh')).status).toBe(401)
  expect(events.at(-1)).toBe('refresh.reused')
})

test('a wrong password is refused like an unknown user', async () => {
  const { origin } = await serve()
  const browser = new Browser(origin)
  const wrong = await browser.login('wrong')
  expect(wrong).toEqual(await browser.post('/login', { user: 'bob', password: PASSWORD }))
  expect(wrong.status).toBe(401)
})

test('the page is there, with its script', async () => {
  const { origin } = await serve()
  expect(await (await fetch(origin)).text()).toContain('<script type="module" src="/script.js">')
  expect((await fetch(`${origin}/script.js`)).headers.get('content-type')).toMatch(/javascript/)
})
