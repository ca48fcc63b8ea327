import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { setHeaders, takerOf } from './set-headers.js'

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

test.each(['vary', 'VARY'])('%s is added to in any spelling', (name) => {
  const res = response()
  res.setHeader('Vary', 'Origin')
  setHeaders(res, { [name]: 'Accept' })
  expect(res.getHeader('vary')).toBe('Origin, Accept')
})

test('headers go by way of a reply that keeps its own', () => {
  const res = response()
  const own = new Map<string, string>()
  const reply = {
    raw: res,
    getHeader: (name: string) => own.get(name.toLowerCase()),
    header: (name: string, value: string) => own.set(name.toLowerCase(), value),
  }
  own.set('vary', 'Origin')
  setHeaders(takerOf(reply), { Vary: 'Accept', 'X-A': '1' })
  takerOf(reply).appendHeader('Set-Cookie', 'a=1')
  expect([...own]).toEqual([
    ['vary', 'Origin, Accept'],
    ['x-a', '1'],
    ['set-cookie', 'a=1'],
  ])
  res.flushHeaders()
  expect(takerOf(reply).headersSent).toBe(true)
})
