import { describe, expect, test } from 'vitest'
import { APP, createSite, ISSUER, namesOf, PASSWORD, post } from '../../test-support/site.js'

const right = { user: 'alice', password: PASSWORD }
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
const json = async (answer: Response) => (await answer.json()) as Record<string, never>

describe('a login', () => {
  test.each([
    ['a JSON body', { body: right }],
    ['HTTP Basic', { headers: basic(`alice:${PASSWORD}`) }],
  ])('by %s answers a pair', async (_name, how) => {
    const { sessions } = await createSite()
    const answer = await post(sessions.handler, '/login', how)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('content-type')).toBe('application/json')
    const pair = await json(answer)
    expect(Object.keys(pair)).toEqual(['access_token', 'refresh_token', 'sub', 'iat', 'exp'])
    const access = partsOf(pair.access_token ?? '')
    const refresh = partsOf(pair.refresh_token ?? '')
    expect(access.header).toMatchObject({ alg: 'ES256', typ: 'JWT' })
    expect(access.claims).toMatchObject({ iss: ISSUER, sub: 'alice', app: APP, aud: APP, role: 'clerk' })
    expect(access.claims.sid).toMatch(/^[\w-]{24}$/)
    expect(access.claims.exp - access.claims.iat).toBe(60)
    expect(pair).toMatchObject({ sub: 'alice', iat: access.claims.iat, exp: access.claims.exp })
    expect(refresh.header.typ).toBe('refresh+jwt')
    expect(refresh.claims).toMatchObject({ sid: access.claims.sid, app: APP, aud: `${ISSUER}/refresh` })
    expect(refresh.claims.exp - refresh.claims.iat).toBe(900)
  })

  test.each([
    ['a wrong password', { body: { user: 'alice', password: 'x' } }],
    ['an unknown user', { body: { user: 'bob', password: PASSWORD } }],
    ['a wrong Basic', { headers: basic('alice:x') }],
  ])('with %s is refused, always alike', async (_name, how) => {
    const { sessions, events } = await createSite()
    const answer = await post(sessions.handler, '/login', how)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await json(answer)).toEqual({
      error: 'invalid_grant',
      error_description: 'The user or the password is wrong',
    })
    expect(namesOf(events)).toEqual(['login.refused'])
  })

  test.each([
    ['nothing', {}, 401],
    ['a form', { body: 'user=alice', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
    ['plain text', { body: JSON.stringify(right), headers: { 'content-type': 'text/plain' } }, 415],
    ['no JSON', { body: '{' }, 400],
    ['a list', { body: [] }, 400],
    ['half of it', { body: { user: 'alice' } }, 400],
    ['a number', { body: { user: 1, password: 'x' } }, 400],
    ['a long password', { body: { user: 'alice', password: 'x'.repeat(2000) } }, 400],
    ['a long body', { body: { user: 'alice', password: 'x'.repeat(30_000) } }, 413],
    ['both', { body: right, headers: basic('alice:x') }, 400],
    ['an empty Basic', { headers: { authorization: 'Basic' } }, 400],
    ['a Basic without colon', { headers: basic('alice') }, 400],
    [
      'a Basic of no UTF-8',
      { headers: { authorization: `Basic ${Buffer.from([255, 58]).toString('base64')}` } },
      400,
    ],
  ])('with %s is told so', async (_name, how, status) => {
    const { sessions, events } = await createSite()
    const answer = await post(sessions.handler, '/login', how)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('www-authenticate') ?? '').not.toMatch(/basic/i)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(events).toEqual([])
  })

  test('may say more', async () => {
    const authenticate = () => ({ sub: 'alice', audience: ['https://api.test/mail'] })
    const { sessions } = await createSite({ authenticate, accessTokenType: 'at+jwt' })
    const { access_token = '' } = await json(await post(sessions.handler, '/login', { body: right }))
    expect(partsOf(access_token).claims).toMatchObject({
      aud: [APP, 'https://api.test/mail'],
      client_id: APP,
    })
    expect(partsOf(access_token).header.typ).toBe('at+jwt')
  })

  test.each([
    [{ sub: '' }],
    [{ sub: 'alice', claims: { sid: 'x' } }],
    [{ sub: 'alice', claims: { iss: 'x' } }],
    [{ sub: 'alice', audience: [''] }],
  ])('with %j of authenticate is a fault of the application', async (who) => {
    const { sessions } = await createSite({ authenticate: () => who })
    await expect(post(sessions.handler, '/login', { body: right })).rejects.toMatchObject({
      code: 'configuration',
    })
  })
})

function partsOf(token: string) {
  const [header, claims] = token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
  return { header, claims }
}
