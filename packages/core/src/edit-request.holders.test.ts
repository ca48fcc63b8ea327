import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { receive, surfaceOf } from '../test-support/receive.js'
import type { Assignment } from './claim-mapping.js'
import { assign } from './edit-request.js'

const one = (location: Assignment['location'], name: string): Assignment => ({
  location,
  name,
  value: 'alice',
})

test('writes into the record of a framework that will not parse the query again', async () => {
  const query: Record<string, unknown> = { user: 'm', a: '1' }
  const { queryChanged: _, ...surface } = surfaceOf(await receive({ url: '/?user=m&a=1' }))
  const writeQuery = (name: string, value: string): void => {
    query[name] = value
  }
  assign({ ...surface, parsedQuery: () => query, writeQuery }, [one('query', 'user')])
  expect(query).toEqual({ a: '1', user: 'alice' })
  expect(surface.message.url).toBe('/?a=1&user=alice')
})

test('makes a body on the first of its holders, and lays values over what the others are given', async () => {
  const [first, second]: [{ body?: unknown }, { body?: unknown }] = [{}, {}]
  assign({ ...surfaceOf(await receive()), bodies: [first, second] }, [one('form', 'user')])
  expect([first.body, second.body]).toEqual([{ user: 'alice' }, undefined])
  second.body = { user: 'm', a: 1 }
  expect(second.body).toEqual({ user: 'alice', a: 1 })
})

test('leaves a stream in the place of the body alone', async () => {
  const stream = Object.assign(Readable.from([]), { user: 'm' })
  const holder = { body: stream }
  assign({ ...surfaceOf(await receive()), bodies: [holder] }, [one('form', 'user')])
  expect(holder.body).toBe(stream)
  expect(stream.user).toBe('m')
})
