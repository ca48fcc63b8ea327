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

describe('assign', () => {
  test('writes a header in the spelling of the mapping', () => {
    assign(surfaceOf(message), [one('header', 'X-User', 'a%2Cb')])
    expect(message.rawHeaders.slice(-2)).toEqual(['X-User', 'a%2Cb'])
    expect(message.headers['x-user']).toBe('a%2Cb')
    expect(message.headersDistinct['x-user']).toEqual(['a%2Cb'])
    expect(message.headers.connection).toBe('close')
  })

  test('writes a query parameter once, escaped, and says that the query changed', () => {
    const surface = surfaceOf(message)
    assign(surface, [one('query', 'user', 'a%2Cb&c')])
    assign(surface, [one('query', 'user', 'a%2Cb&c')])
    expect(message.url).toBe('/p?a=1&user=a%252Cb%26c')
    expect(new URL(message.url ?? '', 'http://x').searchParams.getAll('user')).toEqual(['a%2Cb&c'])
    expect(surface.changes).toEqual(['a=1&user=a%252Cb%26c'])
  })

  test('writes into originalUrl too, where proxies read it', () => {
    message.originalUrl = '/mount/p?user=m'
    assign(surfaceOf(message), [one('query', 'user')])
    expect(message.originalUrl).toBe('/mount/p?user=alice')
  })

  test('lays path parameters over what routers assign at each level', () => {
    assign(surfaceOf(message), [one('path', 'id')])
    for (const params of [{}, { id: 'm', page: '1' }, Object.assign(Object.create(null), { id: 'm' })]) {
      message.params = params
      expect(message.params).toMatchObject({ id: 'alice' })
    }
  })

  test('makes a body of the mapped values where there is none', () => {
    assign(surfaceOf(message), [one('form', 'user'), one('form', 'role', 'admin')])
    expect(message.body).toEqual({ user: 'alice', role: 'admin' })
  })

  test('lays form values over a body that is parsed later, in place of any spelling', () => {
    assign(surfaceOf(message), [one('form', 'user')])
    message.body = { USER: 'm', 'user[]': ['m'], a: 1 }
    expect(message.body).toEqual({ user: 'alice', a: 1 })
  })

  test('an empty body that a parser fills later takes none of the names, in any spelling', () => {
    const surface = surfaceOf(message)
    message.body = {}
    strip(surface, names({ form: ['user'] }))
    const body = message.body as Record<string, unknown>
    body.user = 'm'
    Object.assign(body, { USER: 'm', 'user[0]': 'm', a: '1' })
    expect(message.body).toEqual({ a: '1' })
    assign(surface, [one('form', 'user')])
    expect(message.body).toEqual({ a: '1', user: 'alice' })
  })

  test('a frozen body is copied, and its class kept', () => {
    class Form {
      user = 'm'
      a = '1'
    }
    message.body = Object.freeze(new Form())
    assign(surfaceOf(message), [one('form', 'user')])
    expect(message.body).toEqual(Object.assign(new Form(), { user: 'alice' }))
    expect(message.body).toBeInstanceOf(Form)
  })

  test('a property that was redefined since is laid over again', () => {
    const surface = surfaceOf(message)
    strip(surface, names({ form: ['user'] }))
    Object.defineProperty(message, 'body', { value: { user: 'm' }, configurable: true, writable: true })
    strip(surface, names({ form: ['user'] }))
    expect(message.body).toEqual({})
  })

  test('reading a body with many members many times costs no more than reading them', () => {
    let foldings = 0
    const members = Array.from({ length: 2000 }, (_, index) => [`m${index}`, 'x'])
    message.body = new Proxy(Object.fromEntries(members), {
      ownKeys: (target) => {
        foldings++
        return Reflect.ownKeys(target)
      },
    })
    strip(surfaceOf(message), names({ form: ['user'] }))
    const laid = foldings
    for (const [name = ''] of members) Reflect.get(message.body as object, name)
    expect(foldings).toBe(laid)
  })

  test('the query that the framework has parsed loses the names, also where the URL was rewritten before', () => {
    const parsed = { user: 'm', USER: { a: 'm' }, a: '1' }
    message.url = '/elsewhere'
    strip({ ...surfaceOf(message), parsedQuery: () => parsed }, names({ query: ['user'] }))
    expect(parsed).toEqual({ a: '1' })
  })

  test('reaches every object of the surface', () => {
    const koa = { params: { id: 'm' }, request: { body: { user: 'm' } } }
    const surface = { ...surfaceOf(message), params: [koa, message], bodies: [koa.request] as [object] }
    assign(surface, [one('path', 'id'), one('form', 'user')])
    expect(koa).toEqual({ params: { id: 'alice' }, request: { body: { user: 'alice' } } })
  })

  test('of nothing does nothing', () => {
    assign(surfaceOf(message), [])
    expect(Object.getOwnPropertyDescriptor(message, 'params')).toBeUndefined()
  })
})
