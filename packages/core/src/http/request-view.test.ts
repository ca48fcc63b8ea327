import { expect, test } from 'vitest'
import { hasBody, headerValue, headerValues, mediaType } from './request-view.js'

const rawHeaders = ['Host', 'a', 'X-A', '1', 'x-a', '2', 'X-AB', '3']

test('a header is found in any case, all its lines or the first', () => {
  expect(headerValues(rawHeaders, 'x-a')).toEqual(['1', '2'])
  expect(headerValue(rawHeaders, 'x-a')).toBe('1')
  expect(headerValues(rawHeaders, 'x-b')).toEqual([])
  expect(headerValue(rawHeaders, 'x-b')).toBeUndefined()
})

test('a value is never taken for a name', () => {
  expect(headerValue(['X-A', 'x-b', 'y', 'z'], 'x-b')).toBeUndefined()
})

test.each([
  [undefined, ''],
  ['Application/JSON; charset=utf-8', 'application/json'],
  [' text/plain ', 'text/plain'],
])('the media type of %s is "%s"', (value, type) => {
  expect(mediaType({ rawHeaders: value === undefined ? [] : ['Content-Type', value] })).toBe(type)
})

test.each([
  [[], undefined, false],
  [[], {}, false],
  [[], { a: 1 }, true],
  [[], 'text', true],
  [['Content-Length', '0'], { a: 1 }, false],
  [['Content-Length', '1'], undefined, true],
  [['Content-Length', 'x'], undefined, true],
  [['Transfer-Encoding', 'chunked'], undefined, true],
])('with the headers %j and the parsed body %j there is a body: %s', (headers, body, has) => {
  expect(hasBody({ rawHeaders: headers, body })).toBe(has)
})
