import { expect, test } from 'vitest'
import { editLines } from './edit-headers.js'
import { hasBody } from './request-view.js'

test('a header whose value is the name of a pseudo-header is none: its neighbour keeps its name', () => {
  const rawHeaders = ['X-A', ':path', 'Authorization', 'Bearer x']
  editLines(rawHeaders, ':path', () => '/changed')
  expect(rawHeaders).toEqual(['X-A', ':path', 'Authorization', 'Bearer x'])
})

test('the path of HTTP/2 is replaced', () => {
  const rawHeaders = [':method', 'GET', ':path', '/x?user=m']
  editLines(rawHeaders, ':path', () => '/x')
  expect(rawHeaders).toEqual([':method', 'GET', ':path', '/x'])
})

test('a header whose value is :method does not make a request one of HTTP/2, which has a body without saying so', () => {
  expect(hasBody({ rawHeaders: ['X-A', ':method', 'Content-Type', 'text/plain'] })).toBe(false)
  expect(hasBody({ rawHeaders: [':method', 'POST', 'content-type', 'text/plain'] })).toBe(true)
})
