import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { setHeaders } from './set-headers.js'

const response = (): ServerResponse => new ServerResponse(new IncomingMessage(new Socket()))

test('headers are set, in place of what was there', () => {
  const res = response()
  res.setHeader('X-A', '0')
  setHeaders(res, { 'Cache-Control': 'private', 'X-A': '1' })
  expect(res.getHeaders()).toEqual({ 'cache-control': 'private', 'x-a': '1' })
})

test.each([
  [undefined, 'cookie'],
  ['Origin', 'Origin, cookie'],
  ['Origin, cookie', 'Origin, cookie'],
  [['Origin', 'Accept'], 'Origin, Accept, cookie'],
])('Vary is added to %j', (present, vary) => {
  const res = response()
  if (present !== undefined) res.setHeader('Vary', present)
  setHeaders(res, { Vary: 'cookie' })
  expect(res.getHeader('vary')).toBe(vary)
})

test.each([
  ['public, max-age=60', 'private', 'max-age=60, private'],
  ['no-store', 'private', 'no-store'],
  ['PRIVATE, max-age=60', 'private', 'PRIVATE, max-age=60'],
  ['public, max-age=60', 'no-store', 'no-store'],
])('Cache-Control: %s and %s make %s', (present, added, made) => {
  const res = response()
  res.setHeader('Cache-Control', present)
  setHeaders(res, { 'Cache-Control': added })
  expect(res.getHeader('cache-control')).toBe(made)
})

test('a response that has begun is left alone', () => {
  const res = response()
  res.flushHeaders()
  expect(() => setHeaders(res, { 'X-A': '1' })).not.toThrow()
  expect(res.getHeader('x-a')).toBeUndefined()
})
