import { describe, expect, test } from 'vitest'
import { type Received, receive } from '../../test-support/receive.js'
import { editHeader, removeHeaders, setHeader } from './edit-headers.js'

const surfaces = ({ headers, rawHeaders, headersDistinct }: Received): unknown => {
  const { host: _host, connection: _connection, ...rest } = headers
  const { host: _hosts, connection: _connections, ...distinct } = headersDistinct
  return { headers: rest, rawHeaders: rawHeaders.slice(2), headersDistinct: distinct }
}

const names = new Set(['x-user'])

describe('removal', () => {
  test.each(['X-User', 'x_user', 'X.User', 'X~User'])(
    'takes %s from every surface, all its lines',
    async (name) => {
      const message = await receive({
        headers: [
          [name, 'mallory'],
          ['X-Other', '1'],
          [name, 'trudy'],
        ],
      })
      removeHeaders(message, names)
      expect(surfaces(message)).toEqual({
        headers: { 'x-other': '1' },
        rawHeaders: ['X-Other', '1'],
        headersDistinct: { 'x-other': ['1'] },
      })
    },
  )

  test('edits rawHeaders in place, because others may hold the array', async () => {
    const message = await receive({ headers: [['X-User', 'mallory']] })
    const { rawHeaders } = message
    removeHeaders(message, names)
    expect(message.rawHeaders).toBe(rawHeaders)
    expect(rawHeaders).toEqual(['Host', 'api.test'])
  })

  const CONNECTIONS = [
    ['X-User', undefined],
    ['close, X-User', 'close'],
    ['x_user,close , keep-alive', 'close, keep-alive'],
    ['close', 'close'],
    ['close,  keep-alive', 'close,  keep-alive'],
  ] as const

  test.each(CONNECTIONS)('makes of Connection: %s only %s', async (written, kept) => {
    const message = await receive({ headers: [['Connection', written]] })
    removeHeaders(message, names)
    const at = message.rawHeaders.indexOf('Connection')
    expect(at < 0 ? undefined : message.rawHeaders[at + 1]).toBe(kept)
    expect(message.headers.connection).toBe(kept)
    expect(message.headersDistinct.connection?.join(', ')).toBe(kept)
  })

  test('reaches into each of several Connection lines', async () => {
    const message = await receive({
      headers: [
        ['Connection', 'close, x-user'],
        ['connection', 'X-User'],
      ],
    })
    removeHeaders(message, names)
    expect(message.rawHeaders).toEqual(['Host', 'api.test', 'Connection', 'close'])
    expect(message.headers.connection).toBe('close')
    expect(message.headersDistinct.connection?.join()).toBe('close')
  })

  test('without a headersDistinct, as in HTTP/2, edits the other two', () => {
    const message = { headers: { 'x-user': 'm' }, rawHeaders: [':path', '/', 'x-user', 'm'] }
    removeHeaders(message, names)
    expect(message).toEqual({ headers: {}, rawHeaders: [':path', '/'] })
  })
})

test('a header is set once on every surface, whatever its spelling before', async () => {
  const message = await receive({ headers: [['x_user', 'mallory']] })
  setHeader(message, 'X-User', 'alice')
  setHeader(message, 'X-User', 'bob')
  expect(surfaces(message)).toEqual({
    headers: { 'x-user': 'bob' },
    rawHeaders: ['X-User', 'bob'],
    headersDistinct: { 'x-user': ['bob'] },
  })
})

test('an edit changes the lines of one header and drops those that come to nothing', async () => {
  const message = await receive({
    headers: [
      ['Cookie', 'a'],
      ['cookie', 'b'],
      ['X-Cookie', 'a'],
    ],
  })
  editHeader(message, 'cookie', (value) => value.replace('a', '') || undefined)
  expect(message.rawHeaders.slice(2)).toEqual(['cookie', 'b', 'X-Cookie', 'a'])
  expect(message.headers.cookie).toBe('; b')
  expect(message.headersDistinct.cookie).toEqual(['b'])
  editHeader(message, 'cookie', () => undefined)
  expect(surfaces(message)).toMatchObject({ headers: { 'x-cookie': 'a' }, rawHeaders: ['X-Cookie', 'a'] })
  expect(message.headersDistinct.cookie).toBeUndefined()
})
