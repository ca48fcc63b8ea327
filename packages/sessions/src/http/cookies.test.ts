import { describe, expect, test } from 'vitest'
import { createSite, namesOf, PASSWORD, post } from '../../test-support/site.js'
import { createSessions } from '../create-sessions.js'

const body = { user: 'alice', password: PASSWORD }
const ours = { 'sec-fetch-site': 'same-origin' }
const json = async (answer: Response) => (await answer.json()) as Record<string, string>
/** Name and value of each cookie that an answer sets. */
const cookiesOf = (answer: Response) => answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')

describe('in cookie mode', () => {
  const open = async () => {
    const site = await createSite({ cookie: { origins: ['https://app.test'] } })
    const answer = await post(site.sessions.handler, '/login', { body })
    return { ...site, answer, cookie: cookiesOf(answer)[0] ?? '' }
  }

  test('no script sees the refresh token', async () => {
    const { answer } = await open()
    expect(Object.keys(await json(answer))).toEqual(['access_token', 'sub', 'iat', 'exp'])
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-meishi-refresh=[\w-]{22}\.[\w.-]+; Max-Age=900; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
      ),
    ])
  })

  test('two tabs that race get the same, whatever browser they say they are', async () => {
    const { sessions, cookie, events } = await open()
    const ask = (agent: string) =>
      post(sessions.handler, '/refresh', { headers: { cookie, 'user-agent': agent, ...ours } })
    const [one, other] = await Promise.all([ask('a'), ask('b')])
    expect([one.status, other.status]).toEqual([200, 200])
    expect(await one.text()).toBe(await other.text())
    expect(cookiesOf(one)).toEqual(cookiesOf(other))
    expect(cookiesOf(one)).not.toEqual([cookie])
    expect(namesOf(events)).toEqual(['login', 'refresh', 'refresh.raced'])
  })

  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another host of the site', { 'sec-fetch-site': 'same-site', origin: 'https://app.test' }, 403],
    ['nobody knows where', {}, 403],
    ['another origin', { origin: 'https://evil.test' }, 403],
    ['an origin that is known', { origin: 'https://app.test' }, 200],
  ])('a refresh from %s', async (_name, headers, status) => {
    const { sessions, cookie } = await open()
    const answer = await post(sessions.handler, '/refresh', {
      headers: { cookie, ...headers } as Record<string, string>,
    })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('www-authenticate')).toBe(null)
  })

  test('a logout takes the cookie away, with it or with the access token', async () => {
    const { sessions, cookie } = await open()
    expect((await post(sessions.handler, '/logout', { headers: { cookie } })).status).toBe(403)
    const answer = await post(sessions.handler, '/logout', { headers: { cookie, ...ours } })
    expect(answer.status).toBe(204)
    expect(answer.headers.getSetCookie()).toEqual([
      '__Host-meishi-refresh=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict',
    ])
    expect((await post(sessions.handler, '/refresh', { headers: { cookie, ...ours } })).status).toBe(401)
  })

  test('a token in a body is none', async () => {
    const { sessions } = await open()
    const answer = await post(sessions.handler, '/refresh', {
      body: { refresh_token: 'x', grant_type: 'refresh_token' },
    })
    expect(answer.status).toBe(401)
  })

  test.each(['x', 'x.y', '.y', `${'k'.repeat(22)}.y`])('a cookie %s is none of ours', async (value) => {
    const { sessions } = await open()
    const headers = { cookie: `__Host-meishi-refresh=${value}`, ...ours }
    expect((await post(sessions.handler, '/refresh', { headers })).status).toBe(401)
  })

  test('two cookies of one name are refused', async () => {
    const { sessions, cookie } = await open()
    const headers = { cookie: `${cookie}; ${cookie}`, ...ours }
    expect((await post(sessions.handler, '/refresh', { headers })).status).toBe(400)
  })
})

describe('single sign-on', () => {
  const open = async () => {
    const singleSignOn = { resume: (sub: string) => ({ sub, claims: { role: 'guest' } }) }
    const site = await createSite({ singleSignOn })
    const mail = createSessions({ ...site.options, app: 'https://api.test/mail' })
    const answer = await post(site.sessions.handler, '/login', { body })
    return { ...site, mail, first: await json(answer), cookie: cookiesOf(answer)[0] ?? '', answer }
  }

  test('opens another application without a password', async () => {
    const { mail, cookie, answer } = await open()
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^__Host-meishi-group=.+; Max-Age=43200; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
    )
    const second = await post(mail.handler, '/login', { headers: { cookie, ...ours } })
    expect(second.status).toBe(200)
    expect(second.headers.getSetCookie()).toEqual([])
    expect(await second.json()).toMatchObject({ sub: 'alice' })
  })

  test('is for pages of ours', async () => {
    const { mail, cookie } = await open()
    const headers = { cookie, 'sec-fetch-site': 'cross-site' }
    expect((await post(mail.handler, '/login', { headers })).status).toBe(403)
    expect((await post(mail.handler, '/login', { headers, body })).status).toBe(200)
  })

  test('logout ends the whole group and the cookie, revoke one session', async () => {
    const { sessions, mail, cookie, first, events } = await open()
    const enter = async () => json(await post(mail.handler, '/login', { headers: { cookie, ...ours } }))
    const [second, third] = [await enter(), await enter()]
    await mail.revoke({ refreshToken: second.refresh_token ?? '' })
    await expect(mail.refresh({ refreshToken: second.refresh_token ?? '' })).rejects.toMatchObject({
      status: 401,
    })
    const renewed = await mail.refresh({ refreshToken: third.refresh_token ?? '' })
    const headers = { authorization: `Bearer ${first.access_token}` }
    const answer = await post(sessions.handler, '/logout', { headers })
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-meishi-group=; Max-Age=0;/),
    ])
    await expect(mail.refresh({ refreshToken: renewed.refresh_token })).rejects.toMatchObject({ status: 401 })
    await expect(mail.logout({ accessToken: renewed.access_token })).rejects.toMatchObject({
      code: 'token_revoked',
    })
    expect((await post(mail.handler, '/login', { headers: { cookie, ...ours } })).status).toBe(401)
    expect(namesOf(events)).toEqual(['login', 'login', 'login', 'revoke', 'refresh', 'logout', 'logout'])
  })

  test('a password joins the group of the same user', async () => {
    const { mail, cookie, events } = await open()
    const joined = await post(mail.handler, '/login', { headers: { cookie, ...ours }, body })
    expect(joined.headers.getSetCookie()).toEqual([])
    expect(new Set(events.map(({ group }) => group)).size).toBe(1)
    await post(mail.handler, '/login', { body })
    expect(new Set(events.map(({ group }) => group)).size).toBe(2)
  })

  test('is off unless it is asked for', async () => {
    const { options, cookie } = await open()
    const plain = createSessions({ ...options, singleSignOn: null })
    expect((await post(plain.handler, '/login', { headers: { cookie, ...ours } })).status).toBe(401)
    const answer = await post(plain.handler, '/login', { body })
    expect(answer.headers.getSetCookie()).toEqual([])
  })
})
