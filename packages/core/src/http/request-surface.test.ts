import { expect, test } from 'vitest'
import { receive } from '../../test-support/receive.js'
import { editUrls } from './edit-urls.js'
import { createSurfaces } from './request-surface.js'

test('what a framework does not say stands on the message and on its request', async () => {
  const message = await receive()
  const request = {}
  const surface = createSurfaces({})(message, request)
  expect([surface.originals, surface.params, surface.bodies]).toEqual([
    [message, request],
    [request],
    [request],
  ])
  expect(surface.bodies[0]).toBe(request)
  expect([surface.message, surface.cookies, surface.parsedQuery?.()]).toEqual([message, [], undefined])
  expect(() => surface.queryChanged?.('')).not.toThrow()
  expect(() => surface.writeQuery?.('a', '1')).not.toThrow()
})

test('what it says is asked of the request, and only when it is looked at', async () => {
  const asked: unknown[] = []
  const note =
    <Value>(value: Value) =>
    (...what: unknown[]): Value => {
      asked.push(...what)
      return value
    }
  const request = { body: {} }
  const surface = createSurfaces<typeof request>({
    originals: note([request]),
    params: note([request, request]),
    bodies: note<[object]>([request]),
    cookies: note([{ a: '1' }]),
    parsedQuery: note({ b: '2' }),
    queryChanged: note(undefined),
    writeQuery: note(undefined),
  })(await receive(), request)
  expect(asked).toEqual([])
  expect([surface.originals.length, surface.params.length, surface.bodies.length]).toEqual([1, 2, 1])
  expect([surface.cookies, surface.parsedQuery?.()]).toEqual([[{ a: '1' }], { b: '2' }])
  surface.queryChanged?.('c=3')
  surface.writeQuery?.('d', '4')
  expect(asked).toEqual([...Array(5).fill(request), request, 'c=3', request, 'd', '4'])
})

test('a framework is told of the query that changed', async () => {
  const told: string[] = []
  const places = { queryChanged: (_request: object, query: string) => void told.push(query) }
  editUrls(createSurfaces(places)(await receive({ url: '/p?a=1' }), {}), () => '/p?b=2')
  expect(told).toEqual(['b=2'])
})
