import { memoryRevocationList } from '@meishi/core'
import { createIssuer } from '@meishi/issuer'
import { type CreateSessionsOptions, createSessions, memorySessionStore } from '@meishi/sessions'
import { describe, expect, test } from 'vitest'
import { MOUNTING_FRAMEWORKS } from './mounted.js'
import { type RawAnswer, valuesOf } from './raw-http.js'
import { textOf } from './text-of.js'

const APP = '/api/ttrg/'
const ISSUER = 'InterSystems'
const JSON_TYPE = 'Content-Type: application/json'

/** The application of the seed: its names, its lifetimes, one user. */
async function createApplication(changes: Partial<CreateSessionsOptions> = {}) {
  const issuer = await createIssuer({ issuer: ISSUER, algorithm: 'ES256' })
  const sessions = createSessions({
    issuer,
    store: memorySessionStore(),
    revocation: memoryRevocationList(),
    app: APP,
    authenticate: (user, password) => (password === 'SYS' ? { sub: user } : undefined),
    minimumLoginTime: 0,
    ...changes,
  })
  return { issuer, sessions }
}

const bodyOf = (answer: RawAnswer): Record<string, never> => JSON.parse(textOf(answer))
const claimsOf = (token = ''): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

/** Sends JSON to an endpoint. */
const posting =
  (
    ask: (request: {
      method: string
      target: string
      headers: string[]
      body?: string
    }) => Promise<RawAnswer>,
  ) =>
  (path: string, body?: object, ...headers: string[]): Promise<RawAnswer> =>
    ask({
      method: 'POST',
      target: `/auth${path}`,
      headers: [...(body === undefined ? [] : [JSON_TYPE]), ...headers],
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })

describe.each(MOUNTING_FRAMEWORKS)('$name', ({ serve }) => {
  describe.each([false, true])('with parsers in front: %s', (parses) => {
    const open = async (changes: Partial<CreateSessionsOptions> = {}) => {
      const { sessions, issuer } = await createApplication(changes)
      const { ask } = await serve({ handler: sessions.handler, prefix: '/auth', parses })
      return { issuer, post: posting(ask), ask }
    }

    test('login, refresh and logout, request by request', async () => {
      const { post } = await open()
      const login = await post('/login', { user: '_SYSTEM', password: 'SYS' })
      expect(login.status, login.bytes).toBe(200)
      expect(valuesOf(login, 'cache-control')).toEqual(['no-store'])
      expect(valuesOf(login, 'content-type')[0]).toMatch(/^application\/json/)
      const first = bodyOf(login)
      expect(Object.keys(first)).toEqual(['access_token', 'refresh_token', 'sub', 'iat', 'exp'])
      expect(first.sub).toBe('_SYSTEM')
      expect(Number(first.exp) - Number(first.iat)).toBe(60)
      expect(claimsOf(first.access_token)).toMatchObject({
        iss: ISSUER,
        sub: '_SYSTEM',
        app: APP,
        exp: first.exp,
      })

      const refreshed = await post('/refresh', {
        refresh_token: first.refresh_token,
        grant_type: 'refresh_token',
      })
      expect(refreshed.status).toBe(200)
      const second = bodyOf(refreshed)
      expect(Object.keys(second)).toEqual(Object.keys(first))
      expect(claimsOf(second.access_token).sid).toBe(claimsOf(first.access_token).sid)
      const dead = await post('/logout', undefined, `Authorization: Bearer ${first.access_token}`)
      expect(dead.status).toBe(401)
      expect(valuesOf(dead, 'www-authenticate')[0]).toMatch(/^Bearer error="invalid_token"/)

      const logout = await post('/logout', undefined, `Authorization: Bearer ${second.access_token}`)
      expect([logout.status, textOf(logout)]).toEqual([204, ''])
      const late = await post('/refresh', {
        refresh_token: second.refresh_token,
        grant_type: 'refresh_token',
      })
      expect(late.status).toBe(401)
      expect(bodyOf(late)).toMatchObject({ error: 'invalid_grant' })
    })

    test('login by HTTP Basic, and revoke by either token', async () => {
      const { post } = await open()
      const basic = `Authorization: Basic ${Buffer.from('_SYSTEM:SYS').toString('base64')}`
      const [one, other] = [
        bodyOf(await post('/login', undefined, basic)),
        bodyOf(await post('/login', undefined, basic)),
      ]
      expect((await post('/revoke', undefined, `Authorization: Bearer ${one.access_token}`)).status).toBe(204)
      expect((await post('/revoke', { refresh_token: other.refresh_token })).status).toBe(204)
      for (const { refresh_token } of [one, other])
        expect((await post('/refresh', { refresh_token, grant_type: 'refresh_token' })).status).toBe(401)
    })

    test.each([
      ['a wrong password', '/login', JSON.stringify({ user: 'x', password: 'y' }), JSON_TYPE, 401],
      ['a form', '/login', 'user=x&password=SYS', 'Content-Type: application/x-www-form-urlencoded', 415],
      ['text', '/login', '{"user":"x","password":"SYS"}', 'Content-Type: text/plain', 415],
      ['another grant', '/refresh', '{"refresh_token":"x","grant_type":"password"}', JSON_TYPE, 400],
      ['an empty object', '/refresh', '{}', JSON_TYPE, 400],
      ['too much', '/login', JSON.stringify({ user: 'x', password: 'y'.repeat(30_000) }), JSON_TYPE, 413],
    ])('%s is refused, and never asks for Basic', async (_name, path, body, type, status) => {
      const { ask } = await open()
      const answer = await ask({ method: 'POST', target: `/auth${path}`, headers: [type], body })
      expect(answer.status, answer.bytes).toBe(status)
      expect(valuesOf(answer, 'cache-control')).toEqual(['no-store'])
      expect(answer.bytes).not.toMatch(/basic/i)
    })

    test('a GET is refused', async () => {
      const { ask } = await open()
      const answer = await ask({ target: '/auth/login' })
      expect([answer.status, valuesOf(answer, 'allow')]).toEqual([405, ['POST']])
    })

    test('names are the application’s own, and cookies arrive', async () => {
      const { post } = await open({
        endpoints: { login: '/mylogin', refresh: '/myrefresh', logout: '/mylogout', revoke: '/myrevoke' },
        cookie: {},
      })
      const login = await post('/mylogin', { user: '_SYSTEM', password: 'SYS' })
      const [cookie = ''] = valuesOf(login, 'set-cookie').map((line) => line.split(';')[0])
      expect(bodyOf(login)).not.toHaveProperty('refresh_token')
      expect((await post('/myrefresh', undefined, `Cookie: ${cookie}`)).status).toBe(403)
      const same = 'Sec-Fetch-Site: same-origin'
      expect((await post('/myrefresh', undefined, `Cookie: ${cookie}`, same)).status).toBe(200)
      expect((await post('/login', { user: '_SYSTEM', password: 'SYS' })).status).toBe(404)
    })

    test('too many failures are told when to come again', async () => {
      const { post } = await open({ loginLimits: { perAddress: 1 } })
      const wrong = { user: 'x', password: 'y' }
      expect((await post('/login', wrong)).status).toBe(401)
      const limited = await post('/login', wrong, 'X-Forwarded-For: 198.51.100.1')
      expect(limited.status).toBe(429)
      expect(valuesOf(limited, 'retry-after')[0]).toMatch(/^\d+$/)
    })

    test('a store that is away is a 503', async () => {
      const get = () => Promise.reject(new Error('redis://10.0.0.1'))
      const memory = memorySessionStore()
      const store = { open: memory.open.bind(memory), get } as never as typeof memory
      const names = ['rotate', 'end', 'endGroup', 'endSubject', 'list'] as const
      for (const name of names) Object.assign(store, { [name]: get })
      const { post } = await open({ store })
      const { refresh_token } = bodyOf(await post('/login', { user: '_SYSTEM', password: 'SYS' }))
      const answer = await post('/refresh', { refresh_token, grant_type: 'refresh_token' })
      expect(answer.status).toBe(503)
      expect(valuesOf(answer, 'retry-after')).toHaveLength(1)
      expect(answer.bytes).not.toContain('10.0.0.1')
    })
  })
})
