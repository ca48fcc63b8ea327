import { expect, test } from 'vitest'
import { receive } from '../../test-support/receive.js'
import { viewOfMessage } from './message-view.js'

test.each([
  ['nothing', undefined, undefined],
  ['null', null, undefined],
  ['an empty object', {}, undefined],
  ['an object with members', { a: 1 }, { a: 1 }],
  ['text', 'a', 'a'],
])('a stream that is still to be read, with %s as its body', async (_name, body, seen) => {
  const message = await receive({})
  Object.defineProperty(message, 'readableEnded', { value: false })
  expect(viewOfMessage(message, () => undefined, { body }).body).toEqual(seen)
})

test.each([[{}], [null], [''], [0]])('a stream that was read, with %j as its body', async (body) => {
  const message = await receive({})
  Object.defineProperty(message, 'readableEnded', { value: true })
  expect(viewOfMessage(message, () => undefined, { body }).body).toBe(body)
})

test.each([
  ['/users/:id', '/users/:id'],
  [/users/, undefined],
  [undefined, undefined],
])('a route is known by its text: %s', async (route, seen) => {
  expect(viewOfMessage(await receive({}), () => route, {}).route).toBe(seen)
})
