import { expect, test } from 'vitest'
import { entityTag, hasAlready } from './entity-tag.js'

test('a tag is strong, and changes with any byte', () => {
  const [one, other] = ['{"keys":[1]}', '{"keys":[2]}'].map((text) => entityTag(Buffer.from(text)))
  expect(one).toMatch(/^"[\w-]{43}"$/)
  expect(one).toBe(entityTag(Buffer.from('{"keys":[1]}')))
  expect(one).not.toBe(other)
})

test.each([
  [null, false],
  ['', false],
  ['"a"', true],
  ['W/"a"', true],
  [' "a" ', true],
  ['"b", "a"', true],
  ['"b",W/"a"', true],
  ['"x, y", "a"', true],
  ['*', true],
  [' * ', true],
  ['"b"', false],
  ['"A"', false],
  ['a', false],
  ['"a', false],
  ['"ab"', false],
  ['"*"', false],
  ['"b", *', false],
])('who sends If-None-Match: %s has "a" already: %s', (ifNoneMatch, expected) => {
  expect(hasAlready(ifNoneMatch, '"a"')).toBe(expected)
})

test('a long header of broken tags takes no time', () => {
  expect(hasAlready(`${'W/"'.repeat(5_000)}x`, '"a"')).toBe(false)
})
