import type { AuthOptions } from '@meishi/core'
import { forgeToken } from '@meishi/core/testing'
import { describe, expect, test } from 'vitest'
import { FORM } from './cases/stripped-bodies.js'
import { SERVED_OVER_HTTP2, type Seen } from './http2-apps.js'
import type { AskOverHttp2 } from './http2-site.js'
import { mint } from './issuer.js'

const TO_FORM = { claimMapping: [{ claim: 'sub', to: { form: 'user' } }] }
const POST = { ':method': 'POST', ':path': '/', 'content-type': FORM }

const authorization = (token = mint()): { authorization: string } => ({ authorization: `Bearer ${token}` })

describe.each(SERVED_OVER_HTTP2)('%s over HTTP/2', (_name, serve, unsaid) => {
  const see = async (...[headers, body]: Parameters<AskOverHttp2>): Promise<Seen> => {
    const answer = await (await serve(OPTIONS))(headers, body)
    expect(answer.status).toBe(200)
    return JSON.parse(answer.body) as Seen
  }
  const OPTIONS: Partial<AuthOptions> = {
    optional: true,
    claimMapping: [
      { claim: 'sub', to: { header: 'X-User' } },
      { claim: 'sub', to: { query: 'user' } },
    ],
  }
  const forged = { ':path': '/p?user=evil&a=1', 'x-user': ['evil', 'evil'], x_user: 'evil' }

  test('takes a token, and hands its claims on', async () => {
    const { sub, headers, rawHeaders, urls, query } = await see({ ...forged, ...authorization() })

    expect([sub, headers['x-user'], query]).toEqual(['alice', 'alice', { a: '1', user: 'alice' }])
    const url = '/p?a=1&user=alice'
    expect(new Set([...urls, headers[':path'], rawHeaders[rawHeaders.indexOf(':path') + 1]])).toEqual(
      new Set([url]),
    )
    expect(rawHeaders.filter((value) => value === 'alice')).toHaveLength(1)
    expect(JSON.stringify([headers, rawHeaders])).not.toContain('evil')
  })

  test('takes away what an anonymous client sent', async () => {
    const seen = await see(forged)

    expect(seen.sub).toBeNull()
    expect(JSON.stringify(seen)).not.toContain('evil')
    expect(seen.headers[':path']).toBe('/p?a=1')
  })

  test('refuses, and the headers of the refusal arrive', async () => {
    const ask = await serve({})
    const missing = await ask({ ':path': '/' })
    const bad = await ask({ ':path': '/', ...authorization(forgeToken(mint())) })

    expect([missing.status, missing.headers['www-authenticate']]).toEqual([401, 'Bearer'])
    expect([bad.status, bad.headers['cache-control']]).toEqual([401, 'no-store'])
    expect(bad.headers['www-authenticate']).toContain('error="invalid_token"')
    expect((await ask({ ':path': '/', ...authorization() })).status).toBe(200)
  })

  test('reads a cookie of several lines, and hides it', async () => {
    const ask = await serve({ token: { cookie: 'session' }, forwardToken: false })
    const token = mint()

    const answer = await ask({ ':path': '/', cookie: ['a=1', `session=${token}`, 'b=2'] })

    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'private', vary: 'cookie' } })
    const { headers, rawHeaders, sub } = JSON.parse(answer.body) as Seen
    expect(sub).toBe('alice')
    expect(answer.body).not.toContain(token)
    expect(headers.cookie?.split(';').map((one) => one.trim())).toEqual(['a=1', 'b=2'])
    expect(rawHeaders.filter((_, at) => rawHeaders[at - 1] === 'cookie')).toEqual(['a=1', 'b=2'])
  })

  test.each([
    ['two cookies of the name', ['session=x', 'session=y'], 400],
    ['a page of another site', ['session=TOKEN'], 403],
  ])('refuses %s', async (_what, cookie, status) => {
    const ask = await serve({ token: { cookie: 'session' } })
    const lines = cookie.map((line) => line.replace('TOKEN', mint()))

    expect((await ask({ ':method': 'POST', ':path': '/', cookie: lines }, '')).status).toBe(status)
  })

  test.each([
    ['a form', 'user=evil&a=1', { a: '1', user: 'alice' }],
    ['an empty form', '', { user: 'alice' }],
  ])('maps into %s', async (_what, body, expected) => {
    const ask = await serve(TO_FORM)
    const headers = { ...POST, 'content-length': body.length }

    const answer = await ask({ ...headers, ...authorization() }, body)

    expect((JSON.parse(answer.body) as Seen).body).toEqual(expected)
    expect((await ask(headers, body)).status).toBe(401)
  })

  test('knows of a body whose length nobody said', async () => {
    const answer = await (await serve(TO_FORM))({ ...POST, ...authorization() }, 'user=evil&a=1')

    expect(answer.status).toBe(unsaid)
    expect(answer.body).not.toContain('evil')
  })
})
