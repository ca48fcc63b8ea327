import { expect, test, vi } from 'vitest'
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

test('the states stand under a registered symbol, so that a second copy of the package finds them', async () => {
  const message = {}
  const state = requestState(message)
  vi.resetModules()
  const second = await import('./request-state.js')
  expect(second.findRequestState).not.toBe(findRequestState)
  expect(second.findRequestState(message)).toBe(state)
})

test('the states are neither listed nor replaced, and nothing is written on a message', () => {
  const message = Object.freeze({})
  const state = requestState(message)
  const symbol = Symbol.for('meishi.requests/1')
  expect(Reflect.set(globalThis, symbol, new WeakMap())).toBe(false)
  expect(Object.getOwnPropertyDescriptor(globalThis, symbol)?.enumerable).toBe(false)
  expect(requestState(message)).toBe(state)
})

test('what was mapped is kept per state', () => {
  const state = requestState({})
  expect(mappedState(state)).toBe(mappedState(state))
  expect(mappedState(state)).not.toBe(mappedState(requestState({})))
})
