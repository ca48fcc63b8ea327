import { IncomingMessage } from 'node:http'
import { describe, expect, test, vi } from 'vitest'
import { receive } from '../test-support/receive.js'
import { findRequestState, mappedState, requestState } from './request-state.js'

test('one state per message, made at first use', async () => {
  const message = await receive()
  expect(findRequestState(message)).toBeUndefined()
  const state = requestState(message)
  expect(requestState(message)).toBe(state)
  expect(findRequestState(message)).toBe(state)
  expect(requestState(await receive())).not.toBe(state)
})

const MESSAGES: [string, () => Promise<object>][] = [
  ['a message of Node', receive],
  ['one that takes no property', async () => Object.freeze(Object.create(IncomingMessage.prototype))],
  [
    'one of another class',
    async () => Object.setPrototypeOf(await receive(), Object.create(IncomingMessage.prototype)),
  ],
  ['a view', async () => ({})],
]

describe.each(MESSAGES)('the state of %s', (_what, receiveIt) => {
  test('is found by a second copy of the package', async () => {
    const message = await receiveIt()
    const state = requestState(message)
    vi.resetModules()
    const second = await import('./request-state.js')
    expect(second.findRequestState).not.toBe(findRequestState)
    expect(second.findRequestState(message)).toBe(state)
  })

  test('is neither listed nor copied', async () => {
    const message = await receiveIt()
    const symbols = Object.getOwnPropertySymbols({ ...message })
    requestState(message)
    expect(findRequestState({ ...message })).toBeUndefined()
    expect(Object.getOwnPropertySymbols({ ...message })).toEqual(symbols)
  })
})

test('no state is replaced by an assignment', async () => {
  const message = await receive()
  requestState(message)
  expect(Reflect.set(message, Symbol.for('meishi.request/1'), {})).toBe(false)
  expect(Reflect.set(globalThis, Symbol.for('meishi.requests/1'), new WeakMap())).toBe(false)
})

test('the state stays where Express changes the prototype later', async () => {
  const message = await receive()
  const state = requestState(message)
  Object.setPrototypeOf(message, Object.create(IncomingMessage.prototype))
  expect(requestState(message)).toBe(state)
})

test('what was mapped is kept per state', () => {
  const state = requestState({})
  expect(mappedState(state)).toBe(mappedState(state))
  expect(mappedState(state)).not.toBe(mappedState(requestState({})))
})
