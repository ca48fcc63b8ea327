import { describe, expect, test } from 'vitest'
import { RequestBodyError } from '../errors/request-body-error.js'
import { encodeBody } from './encode-body.js'

const JSON_TYPE = 'application/json'
const FORM = 'application/x-www-form-urlencoded'
const textOf = (body: unknown, type: string): string => new TextDecoder().decode(encodeBody(body, type))

describe('what a parser has read is written down again:', () => {
  test.each([
    ['an object of JSON', { a: [1, null, 'ä'] }, JSON_TYPE, '{"a":[1,null,"ä"]}'],
    ['a list', [1], 'application/problem+json', '[1]'],
    ['null', null, JSON_TYPE, 'null'],
    ['a number', 0, JSON_TYPE, '0'],
    ['text of JSON, without its quotes', 'abc', JSON_TYPE, '"abc"'],
    ['text of JSON that nobody took apart', '{"a":1}', JSON_TYPE, '{"a":1}'],
    ['text', '{"a":1', 'text/plain', '{"a":1'],
    ['bytes', Buffer.from('a'), JSON_TYPE, 'a'],
    ['fields of a form', { a: '1', b: 'x y&=', c: '' }, FORM, 'a=1&b=x+y%26%3D&c='],
    ['a field that is there twice', { a: ['1', '2'] }, FORM, 'a=1&a=2'],
    [
      'nested fields',
      { a: { b: { c: '1' }, d: [{ e: '2' }] } },
      FORM,
      'a%5Bb%5D%5Bc%5D=1&a%5Bd%5D%5B%5D%5Be%5D=2',
    ],
    ['a form without members of its own kind', Object.assign(Object.create(null), { a: '1' }), FORM, 'a=1'],
    ['text of a form that nobody took apart', 'a=1', FORM, 'a=1'],
    ['an object of any other type', { a: 1 }, 'multipart/form-data', '{"a":1}'],
    ['what has no JSON', undefined, JSON_TYPE, ''],
  ])('%s', (_name, body, type, text) => {
    expect(textOf(body, type)).toBe(text)
  })
})

test.each([JSON_TYPE, FORM])('%s that is nested beyond what can be walked is malformed', (type) => {
  let body: Record<string, unknown> = {}
  for (let depth = 0; depth < 100_000; depth++) body = { a: body }
  expect(() => encodeBody(body, type)).toThrow(RequestBodyError)
  expect(() => encodeBody(body, type)).toThrow(
    expect.objectContaining({ status: 400, code: 'body_malformed' }),
  )
})
