import { describe, expect, test } from 'vitest'
import { createSite, namesOf, post } from '../../test-support/site.js'

const json = async (answer: Response) => (await answer.json()) as Record<string, never>
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe('a refresh', () => {
  const refresh = (refresh_token: unknown, grant_type: unknown = 'refresh_token') => ({
    body: { refresh_token, grant_type },
  })

  test('answers as the login did, and needs no access token', async () => {
    const { sessions, login } = await createSite()
    const first = await login()
    const answer = await post(sessions.handler, '/refresh', refresh(first.refresh_token))
    expect(answer.status).toBe(200)
    const second = await json(answer)
    expect(Object.keys(second)).toEqual(['access_token', 'refresh_token', 'sub', 'iat', 'exp'])
    const again = await post(sessions.handler, '/refresh', refresh(first.refresh_token))
    expect(await json(again)).toEqual(second)
  })

  test('of a client with another User-Agent is a theft', async () => {
    const { sessions, login, events } = await createSite()
    const { refresh_token } = await login()
    await post(sessions.handler, '/refresh', { ...refresh(refresh_token), headers: { 'user-agent': 'mine' } })
    const theft = await post(sessions.handler, '/refresh', {
      ...refresh(refresh_token),
      headers: { 'user-agent': 'his' },
    })
    expect(theft.status).toBe(401)
    expect(theft.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/)
    expect(namesOf(events)).toEqual(['login', 'refresh', 'refresh.reused'])
  })

  test.each([
    ['no body', {}, 400],
    ['another grant', refresh('x', 'password'), 400],
    ['no grant', { body: { refresh_token: 'x' } }, 400],
    ['no token', refresh(undefined), 400],
    ['a broken token', refresh('a.b.c'), 401],
  ])('with %s is refused', async (_name, how, status) => {
    const { sessions } = await createSite()
    expect((await post(sessions.handler, '/refresh', how)).status).toBe(status)
  })
})

describe('the end', () => {
  test.each(['/logout', '/revoke'])('by %s kills both tokens', async (path) => {
    const { sessions, login, events } = await createSite()
    const { access_token, refresh_token } = await login()
    const answer = await post(sessions.handler, path, { headers: bearer(access_token) })
    expect([answer.status, await answer.text()]).toEqual([204, ''])
    await expect(sessions.refresh({ refreshToken: refresh_token })).rejects.toMatchObject({ status: 401 })
    expect((await post(sessions.handler, path, { headers: bearer(access_token) })).status).toBe(401)
    expect(namesOf(events)).toEqual(['login', path.slice(1)])
  })

  test('by /revoke takes a refresh token too; /logout does not', async () => {
    const { sessions, login } = await createSite()
    const { refresh_token } = await login()
    expect((await post(sessions.handler, '/logout', { body: { refresh_token } })).status).toBe(401)
    expect((await post(sessions.handler, '/revoke', { body: { refresh_token } })).status).toBe(204)
    await expect(sessions.refresh({ refreshToken: refresh_token })).rejects.toMatchObject({ status: 401 })
  })

  test.each([
    [{}, 401],
    [{ authorization: 'Bearer' }, 400],
    [{ authorization: 'Bearer a, Bearer b' }, 400],
    [bearer('x.y.z'), 401],
  ])('with %j is refused', async (headers, status) => {
    const { sessions } = await createSite()
    const answer = await post(sessions.handler, '/logout', { headers: headers as Record<string, string> })
    expect(answer.status).toBe(status)
  })

  test('of a subject is the end of everything it has, until it logs in again', async () => {
    const { sessions, login, clock, events } = await createSite()
    const pairs = [await login(), await login()]
    clock.advance(1)
    expect(await sessions.list('alice')).toHaveLength(2)
    expect(await sessions.endSubject('alice')).toBe(2)
    for (const { access_token, refresh_token } of pairs) {
      await expect(sessions.refresh({ refreshToken: refresh_token })).rejects.toMatchObject({ status: 401 })
      await expect(sessions.logout({ accessToken: access_token })).rejects.toMatchObject({
        code: 'token_revoked',
      })
    }
    clock.advance(1)
    const { access_token } = await login()
    await sessions.logout({ accessToken: access_token })
    expect(namesOf(events)).toEqual(['login', 'login', 'end.subject', 'end.subject', 'login', 'logout'])
  })
})
