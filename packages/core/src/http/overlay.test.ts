import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { isRecord, overlay } from './overlay.js'

test('what is there now and what is assigned later both pass through the function', () => {
  const holder: { value?: unknown } = { value: 11 }
  overlay(holder, 'value', (value) => Number(value) % 10)
  expect(holder.value).toBe(1)
  holder.value = 23
  expect(holder.value).toBe(3)
})

test('the property can still be listed, and defined anew by a framework', () => {
  const holder: { value?: unknown } = {}
  overlay(holder, 'value', (value) => value)
  expect(Object.keys(holder)).toEqual(['value'])
  Object.defineProperty(holder, 'value', { value: 3 })
  expect(holder.value).toBe(3)
})

test.each([
  [{}, true],
  [Object.create(null), true],
  [[], false],
  [null, false],
  [undefined, false],
  ['text', false],
  [Buffer.from('x'), false],
  [Readable.from([]), false],
  [{ pipe: 'a member of a form' }, true],
])('%o is a record: %s', (value, is) => {
  expect(isRecord(value)).toBe(is)
})
