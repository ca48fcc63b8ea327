import { expect, test } from 'vitest'
import { resolveVariable } from './resolve-variable.js'

const scope = {
  'iss.claim': 'by its whole name',
  sub: { claim: 'by its path', 'x.y': 'never' },
  request: { headers: { 'x-user': 'alice', 'x.y': 'dots' } },
}

test.each([
  ['iss.claim', 'by its whole name'],
  ['sub.claim', 'by its path'],
  ['request.headers.x-user', 'alice'],
  ['request.headers.X-User', 'alice'],
  ['request.headers.X.Y', 'dots'],
  ['sub.x.y', undefined],
  ['sub', scope.sub],
  ['nothing', undefined],
  ['sub.claim.length', undefined],
  ['sub.constructor', undefined],
  ['__proto__', undefined],
  ['toString', undefined],
  ['request.headers.__proto__', undefined],
])('%s is %j', (name, value) => {
  expect(resolveVariable(name, [scope])).toEqual(value)
})

test('The first scope that has a variable counts', () => {
  const scopes = [{ a: 'near' }, { a: 'far', b: { c: 'far' } }]
  expect(resolveVariable('a', scopes)).toBe('near')
  expect(resolveVariable('b.c', scopes)).toBe('far')
})
