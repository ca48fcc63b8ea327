import { expect, test } from 'vitest'
import { type Received, receive, surfaceOf } from '../test-support/receive.js'
import { hideTokens } from './edit-request.js'
import { sourceKey, type TokenSource } from './http/token-source.js'
import { requestState } from './request-state.js'

const received = () =>
  receive({
    url: '/p?Access_Token=t&access_token=t&a=1',
    headers: [
      ['Authorization', 'Bearer t'],
      ['Cookie', 'a=1; sid=t'],
      ['cookie', 'sid=t; b=2'],
      ['X-Token', 't'],
      ['X-Other', '1'],
    ],
  })

function hide(message: Received, ...sources: TokenSource[]): void {
  hideTokens(surfaceOf(message), sources, sources[0] ?? { header: 'x-none' })
}

test('a header is removed from every surface', async () => {
  const message = await received()
  hide(message, { header: 'authorization', scheme: 'Bearer' }, { header: 'x-token' })
  expect(Object.keys(message.headers)).toEqual(['host', 'cookie', 'x-other'])
  expect(Object.keys(message.headersDistinct)).toEqual(['host', 'cookie', 'x-other'])
  expect(message.rawHeaders.join()).not.toMatch(/authorization|x-token/i)
})

test('a query parameter is removed from url and originalUrl', async () => {
  const message = await received()
  hide(message, { query: 'access_token' })
  expect([message.url, message.originalUrl]).toEqual(['/p?a=1', '/p?a=1'])
})

test('a cookie is removed from its lines and from what was parsed, the others stay', async () => {
  const message = await received()
  message.cookies = { sid: 't', a: '1' }
  hide(message, { cookie: 'sid' })
  expect(message.headers.cookie).toBe('a=1; b=2')
  expect(message.headersDistinct.cookie?.join('; ')).toBe('a=1; b=2')
  expect(message.rawHeaders.join()).not.toContain('sid')
  expect(message.cookies).toEqual({ a: '1' })
})

test('a cookie line of which nothing is left goes', async () => {
  const message = await receive({ headers: [['Cookie', 'sid=t']] })
  hide(message, { cookie: 'sid' })
  expect(message.headers.cookie).toBeUndefined()
  expect(message.rawHeaders).toEqual(['Host', 'api.test'])
})

test('a form field is removed, also from a body that is parsed once more', async () => {
  const message = await received()
  message.body = { token: 't', a: '1' }
  hide(message, { form: 'token' })
  expect(message.body).toEqual({ a: '1' })
  message.body = { token: 't', b: '2' }
  expect(message.body).toEqual({ b: '2' })
})

test('no sources, nothing hidden', async () => {
  const message = await received()
  hide(message)
  expect(message.headers.authorization).toBe('Bearer t')
  expect(requestState(message).hidden).toBeUndefined()
})

test('of several sources only the one that held the token is remembered', async () => {
  const message = await receive({ headers: [['Authorization', 'Bearer t']] })
  const source = { header: 'authorization', scheme: 'Bearer' }
  requestState(message).proof = { text: 't' } as never
  hide(message, source, { cookie: 'sid' })
  expect([...(requestState(message).hidden ?? [])]).toEqual([[sourceKey(source), 't']])
})
