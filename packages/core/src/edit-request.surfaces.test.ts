import { describe, expect, test } from 'vitest'
import { receive, surfaceOf } from '../test-support/receive.js'
import { assign, strip } from './edit-request.js'
import type { MappedNames, MappingLocation } from './http/mapped-names.js'
import type { RequestSurface } from './http/request-surface.js'
import { findRequestState } from './request-state.js'

const names = (given: Partial<Record<MappingLocation, readonly string[]>>): MappedNames => ({
  header: new Set(given.header),
  query: new Set(given.query),
  path: new Set(given.path),
  form: new Set(given.form),
})
const sent = async () =>
  Object.assign(
    await receive({
      url: '/p?user=m&a=1',
      headers: [
        ['X-User', 'm'],
        ['X-Role', 'm'],
      ],
    }),
    { params: { user: 'm' } as unknown, body: { user: 'm', a: 1 } as unknown },
  )
/** A surface of HTTP/2, whose path is a header line too, or of anything else that Node's parser did not make. */
const surfaceWith = (rawHeaders: string[]) => {
  const message: RequestSurface['message'] = {
    url: '/p?user=m&a=1',
    rawHeaders,
    headers: {},
    headersDistinct: {},
  }
  const surface: RequestSurface = {
    message,
    originals: [{}],
    params: [],
    bodies: [{}],
    cookies: [],
    queryChanged: () => {},
  }
  return { message, surface }
}

describe('strip', () => {
  const PLACES: readonly MappingLocation[] = ['header', 'query', 'path', 'form']
  test.each(PLACES.flatMap((one) => PLACES.map((other) => [one, other] as const)))(
    'clears every place that is mapped to: %s and %s',
    async (one, other) => {
      const message = await sent()
      const given = { header: ['x-user'], query: ['user'], path: ['user'], form: ['user'] }
      strip(surfaceOf(message), names({ [one]: given[one], [other]: given[other] }))
      const left = {
        header: message.headers['x-user'],
        query: new URL(message.url ?? '', 'http://x').searchParams.get('user') ?? undefined,
        path: (message.params as { user?: unknown }).user,
        form: (message.body as { user?: unknown }).user,
      }
      for (const place of PLACES)
        expect([place, left[place]]).toEqual([place, place === one || place === other ? undefined : 'm'])
    },
  )

  test('still removes other names after meishi wrote one', async () => {
    const message = await sent()
    assign(surfaceOf(message), [
      { location: 'header', name: 'X-User', value: 'alice' },
      { location: 'query', name: 'who', value: 'alice' },
    ])
    strip(surfaceOf(message), names({ header: ['x-user', 'x-role'], query: ['who', 'user'] }))
    expect([message.headers['x-user'], message.headers['x-role']]).toEqual(['alice', undefined])
    expect(message.url).toBe('/p?a=1&who=alice')
  })

  test('leaves params and body as they are where nothing is mapped to them', async () => {
    const message = await sent()
    strip(surfaceOf(message), names({ header: ['x-user'] }))
    for (const key of ['params', 'body'])
      expect(Object.getOwnPropertyDescriptor(message, key)).toHaveProperty('value')
  })

  test.each([
    ['first', [':path', '/p?user=m&a=1', ':method', 'GET'], [':path', '/p?a=1', ':method', 'GET']],
    ['later', [':method', 'GET', ':path', '/p?user=m&a=1'], [':method', 'GET', ':path', '/p?a=1']],
    ['absent', ['Host', 'api.test'], ['Host', 'api.test']],
  ])('rewrites the :path of HTTP/2 where it is %s', (_where, rawHeaders, left) => {
    const { message, surface } = surfaceWith(rawHeaders)
    strip(surface, names({ query: ['user'] }))
    expect([message.url, message.rawHeaders]).toEqual(['/p?a=1', left])
  })

  test('takes no header that a client sends for the :path of HTTP/2', () => {
    const rawHeaders = ['X-Any', ':path', 'X-Real-Ip', '10.0.0.1']
    const { message, surface } = surfaceWith([...rawHeaders])
    strip(surface, names({ query: ['user'] }))
    expect(message.rawHeaders).toEqual(rawHeaders)
  })

  test('invents no URL where there is none, and no originalUrl', () => {
    const { message, surface } = surfaceWith([])
    message.url = undefined
    strip(surface, names({ header: ['x-user'] }))
    expect(message.url).toBeUndefined()
    expect(surface.originals).toEqual([{}])
  })
})

describe('assign', () => {
  test('of nothing leaves no trace', async () => {
    const message = await sent()
    assign(surfaceOf(message), [])
    expect(findRequestState(message)).toBeUndefined()
  })

  test('makes a URL where there is none, and no originalUrl', () => {
    const { message, surface } = surfaceWith([])
    message.url = undefined
    assign(surface, [{ location: 'query', name: 'user', value: 'alice' }])
    expect(message.url).toBe('/?user=alice')
    expect(surface.originals).toEqual([{}])
  })

  test('keeps a parsed body, and what else it holds', async () => {
    const message = await sent()
    const parsed = message.body
    assign(surfaceOf(message), [{ location: 'form', name: 'user', value: 'alice' }])
    expect(message.body).toEqual({ user: 'alice', a: 1 })
    expect(message.body).toBe(parsed)
  })
})
