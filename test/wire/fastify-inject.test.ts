import formbody from '@fastify/formbody'
import type { AuthOptions } from '@meishi/core'
import { jwtAuth } from '@meishi/fastify'
import fastify, { type InjectOptions, type LightMyRequestResponse } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { FORM } from './cases/stripped-bodies.js'
import { mint, POLICY } from './issuer.js'

type Inject = (request: InjectOptions) => Promise<LightMyRequestResponse>

async function injecting(options: Partial<AuthOptions>): Promise<Inject> {
  const app = fastify()
  onTestFinished(() => app.close())
  await app.register(formbody)
  await app.register(jwtAuth, { ...POLICY, ...options } as AuthOptions)
  app.all('/:user', async ({ raw, headers, url, originalUrl, query, params, body, auth }) => {
    const { rawHeaders } = raw
    return { sub: auth?.claims.sub, headers, rawHeaders, url, originalUrl, query, params, body }
  })
  return (request) => app.inject(request)
}

const authorization = (): { authorization: string } => ({ authorization: `Bearer ${mint()}` })

test('a request that nobody sent is mapped and stripped like any other', async () => {
  const inject = await injecting({
    optional: true,
    claimMapping: (['header', 'query', 'path', 'form'] as const).map((place) => ({
      claim: 'sub',
      to: { [place]: 'user' } as { header: string },
    })),
  })
  const request = {
    method: 'POST',
    url: '/evil?user=evil&a=1',
    payload: 'user=evil&a=1',
  } as const
  const forged = { 'content-type': FORM, User: 'evil', USER: 'evil' }

  const known = await inject({ ...request, headers: { ...forged, ...authorization() } })
  const stranger = await inject({ ...request, headers: forged })

  expect(known.json()).toMatchObject({
    sub: 'alice',
    headers: { user: 'alice' },
    query: { a: '1', user: 'alice' },
    params: { user: 'alice' },
    body: { a: '1', user: 'alice' },
  })
  for (const { payload } of [known, stranger])
    expect(payload.replaceAll('/evil?a=1', '/path?a=1')).not.toContain('evil')
  expect(stranger.json()).toMatchObject({ query: { a: '1' }, params: {}, body: { a: '1' } })
})

test('a refusal has its headers', async () => {
  const inject = await injecting({})

  const answer = await inject({ url: '/x' })

  expect(answer).toMatchObject({
    statusCode: 401,
    headers: { 'www-authenticate': 'Bearer', 'cache-control': 'no-store' },
  })
})

test('a token is spent by the first of two', async () => {
  const inject = await injecting({ preventReplay: true })
  const headers = authorization()

  const answers = [await inject({ url: '/x', headers }), await inject({ url: '/x', headers })]

  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 401])
})

test('cookies are read and hidden', async () => {
  const inject = await injecting({ token: { cookie: 'session' }, forwardToken: false })
  const token = mint()

  const answer = await inject({ url: '/x', cookies: { a: '1', session: token } })

  expect(answer.json()).toMatchObject({ sub: 'alice', headers: { cookie: 'a=1' } })
  expect(answer.payload).not.toContain(token)
})
