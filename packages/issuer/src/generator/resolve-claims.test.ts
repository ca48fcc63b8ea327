import { expect, test } from 'vitest'
import { resolveClaims } from './resolve-claims.js'

const plan = { tokenId: false, issuer: 'iss', audience: [] as string[], lifetime: 60 }
const iss = 'https://gateway.example'

test.each([
  [['a'], { a: 'one' }, 'one'],
  [['a', 'b'], { a: 'one', b: 'two' }, ['one', 'two']],
  [['a'], { a: ['one'] }, ['one']],
  [['a', 'b'], { a: ['one', 'two'], b: 'three' }, ['one', 'two', 'three']],
])('aud of %j in %j is %j', (audience, variables, aud) => {
  expect(resolveClaims({ ...plan, audience }, [{ iss, ...variables }])).toEqual({ iss, aud })
})

test.each([
  ['as an object', { role: 'admin', nested: { list: [1, null] } }],
  ['as JSON text', '{"role":"admin","nested":{"list":[1,null]}}'],
])('private claims are taken %s', (_title, claims) => {
  const resolved = resolveClaims({ ...plan, private: 'claims' }, [{ iss, claims }])
  expect(resolved).toEqual({ iss, role: 'admin', nested: { list: [1, null] } })
})

const TEXT = 'expected a string that is not empty'
const OBJECT = 'expected an object or its JSON text'

test.each([
  [{}, {}, `iss: ${TEXT}; it is missing`],
  [{}, { iss: '' }, `iss: ${TEXT}`],
  [{}, { iss: 42 }, `iss: ${TEXT}`],
  [{ subject: 'sub' }, { iss }, `sub: ${TEXT}; it is missing`],
  [{ subject: 'sub' }, { iss, sub: ['alice'] }, `sub: ${TEXT}`],
  [{ audience: ['a', 'b'] }, { iss, a: 'one' }, `b: ${TEXT}; it is missing`],
  [{ audience: ['a'] }, { iss, a: [] }, `a: ${TEXT}`],
  [{ audience: ['a'] }, { iss, a: ['one', 2] }, `a: ${TEXT}`],
  [{ private: 'p' }, { iss }, `p: ${OBJECT}; it is missing`],
  [{ private: 'p' }, { iss, p: '[]' }, `p: ${OBJECT}`],
  [{ private: 'p' }, { iss, p: '{' }, `p: ${OBJECT}`],
  [{ private: 'p' }, { iss, p: null }, `p: ${OBJECT}`],
  ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'].map((name): [object, object, string] => [
    { private: 'p' },
    { iss, p: { [name]: 1 } },
    `p: ${name} is a registered claim and no private one`,
  ]),
])('%j of %j is refused', (parts, variables, message) => {
  expect(() => resolveClaims({ ...plan, ...parts }, [{ ...variables }])).toThrow(message)
})
