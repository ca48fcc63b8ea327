import { expect, test } from 'vitest'
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

test('the state stands under a registered symbol, so that a second copy of the package finds it', () => {
  const message = {}
  const state = requestState(message)
  expect(Reflect.get(message, Symbol.for('meishi.request/1'))).toBe(state)
})

test('the state is neither listed, copied nor replaced', () => {
  const message = {}
  const state = requestState(message)
  expect(Reflect.ownKeys({ ...message })).toEqual([])
  expect(Reflect.set(message, Symbol.for('meishi.request/1'), {})).toBe(false)
  expect(requestState(message)).toBe(state)
})

test('what was mapped is kept per state', () => {
  const state = requestState({})
  expect(mappedState(state)).toBe(mappedState(state))
  expect(mappedState(state)).not.toBe(mappedState(requestState({})))
})
