import { beforeEach, describe, expect, test } from 'vitest'
import { type Received, receive, surfaceOf } from '../test-support/receive.js'
import type { Assignment } from './claim-mapping.js'
import { assign, strip } from './edit-request.js'
import type { MappedNames, MappingLocation } from './http/mapped-names.js'

const names = (given: Partial<Record<MappingLocation, readonly string[]>>): MappedNames => ({
  header: new Set(given.header),
  query: new Set(given.query),
  path: new Set(given.path),
  form: new Set(given.form),
})

const one = (location: MappingLocation, name: string, value = 'alice'): Assignment => ({
  location,
  name,
  value,
})

let message: Received

beforeEach(async () => {
  message = await receive({
    url: '/p?user=m&a=1&%55ser[]=m',
    headers: [
      ['X-User', 'm'],
      ['x_user', 'm'],
      ['X-Other', '1'],
      ['Connection', 'x-user, close'],
    ],
  })
})

describe('strip', () => {
  test('without mapped names leaves the request untouched', () => {
    strip(surfaceOf(message), names({}))
    expect(message.url).toBe('/p?user=m&a=1&%55ser[]=m')
    expect(
      Reflect.ownKeys(message).filter(
        (key) => typeof key === 'symbol' && key.description?.startsWith('meishi'),
      ),
    ).toEqual([])
  })

  test('removes headers from headers, rawHeaders, headersDistinct and Connection', () => {
    strip(surfaceOf(message), names({ header: ['x-user'] }))
    expect(message.rawHeaders).toEqual(['Host', 'api.test', 'X-Other', '1', 'Connection', 'close'])
    expect(message.headers).toEqual({ host: 'api.test', 'x-other': '1', connection: 'close' })
    expect({ ...message.headersDistinct }).toEqual({
      host: ['api.test'],
      'x-other': ['1'],
      connection: ['close'],
    })
  })

  test('removes query parameters from url and originalUrl and drops what was parsed', () => {
    const surface = surfaceOf(message)
    message.originalUrl = '/mount/p?a=1&USER.x=m'
    strip(surface, names({ query: ['user'] }))
    expect([message.url, message.originalUrl, surface.changes]).toEqual(['/p?a=1', '/mount/p?a=1', ['a=1']])
  })

  test('leaves a parsed query alone where nothing was removed', () => {
    const surface = surfaceOf(message)
    strip(surface, names({ query: ['other'] }))
    expect([message.url, surface.changes]).toEqual(['/p?user=m&a=1&%55ser[]=m', []])
  })

  test('removes path parameters now and whenever a router assigns them', () => {
    message.params = { id: 'm', page: '1' }
    strip(surfaceOf(message), names({ path: ['id'] }))
    expect(message.params).toEqual({ page: '1' })
    message.params = { id: 'm', ID: 'kept' }
    expect(message.params).toEqual({ ID: 'kept' })
  })

  test.each([
    [{ user: 'm', a: 1 }, { a: 1 }],
    [{ 'user[id]': 'm', User: 'm', 'user.x': 'm', users: 1 }, { users: 1 }],
    [['user'], ['user']],
    ['user=m', 'user=m'],
    [null, null],
  ])('makes of the body %j, parsed before or after, %j', (body, left) => {
    message.body = structuredClone(body)
    strip(surfaceOf(message), names({ form: ['user'] }))
    expect(message.body).toEqual(left)
    message.body = structuredClone(body)
    expect(message.body).toEqual(left)
  })

  test('leaves what meishi wrote earlier on this request', () => {
    const all = names({ header: ['x-user'], query: ['user'], path: ['id'], form: ['user'] })
    message.params = { id: 'm' }
    message.body = { user: 'm' }
    strip(surfaceOf(message), all)
    assign(surfaceOf(message), [
      one('header', 'X-User'),
      one('query', 'user'),
      one('path', 'id'),
      one('form', 'user'),
    ])
    strip(surfaceOf(message), all)
    expect(message.headers['x-user']).toBe('alice')
    expect(message.url).toBe('/p?a=1&user=alice')
    expect(message.params).toEqual({ id: 'alice' })
    expect(message.body).toEqual({ user: 'alice' })
  })
})
