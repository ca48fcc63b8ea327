import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { MisconfiguredError } from '../errors/misconfigured-error.js'
import type { MappedNames } from '../http/mapped-names.js'
import type { RequestView } from '../http/request-view.js'
import { checkBody as checkBodyFor, takesForm } from './check-body.js'

const NONE = new Set<string>()
const namesOf = (...form: string[]): MappedNames => ({
  header: new Set(['x']),
  query: NONE,
  path: NONE,
  form: new Set(form),
})
const checkBody = (view?: RequestView): void => checkBodyFor(view, namesOf('user'))
const check = (type: string | undefined, body: unknown, length = '5'): void =>
  checkBody({
    rawHeaders: [...(type === undefined ? [] : ['Content-Type', type]), 'Content-Length', length],
    body,
  })

describe('a body into which claims are written', () => {
  it.each<[string, string | undefined, unknown]>([
    ['a form', 'application/x-www-form-urlencoded', { a: '1' }],
    ['a form with parameters, in any case', 'Application/X-WWW-Form-Urlencoded; charset=utf-8', { a: '1' }],
    ['a JSON object', 'application/json', { a: 1 }],
    ['a JSON object of another type', 'application/merge-patch+json', {}],
    ['an object without a prototype', 'application/json', Object.create(null)],
  ])('may be %s', (_what, type, body) => {
    expect(check(type, body)).toBeUndefined()
  })

  it('may be missing, whatever its type says', () => {
    expect(check('text/plain', undefined, '0')).toBeUndefined()
    expect(checkBody({ rawHeaders: [] })).toBeUndefined()
    expect(checkBody()).toBeUndefined()
  })

  it('is not looked at where no claim goes into it', () => {
    const view = { rawHeaders: ['Content-Type', 'text/plain'], body: 'text' }
    expect(checkBodyFor(view, namesOf())).toBeUndefined()
    expect(() => checkBody(view)).toThrow(expect.objectContaining({ code: 'media_type_refused' }))
  })

  it.each<[string, string | undefined, unknown]>([
    ['a file', 'multipart/form-data; boundary=x', { a: '1' }],
    ['text', 'text/plain', 'a=1'],
    ['of no type', undefined, { a: 1 }],
    ['of a type that only looks like JSON', 'application/jsonp', {}],
    ['of a type that only looks like JSON', 'text/json', {}],
    ['of a type that only looks like JSON', 'x-application/json', {}],
    ['of a type that only looks like JSON', 'application/a/b+json', {}],
    ['a JSON list', 'application/json', [1]],
    ['a JSON string', 'application/json', 'x'],
    ['null', 'application/json', null],
    ['bytes that nobody parsed further', 'application/json', Buffer.from('{}')],
  ])('is refused where it is %s', (_what, type, body) => {
    expect(() => check(type, body)).toThrow(expect.objectContaining({ code: 'media_type_refused' }))
  })

  it.each(['application/x-www-form-urlencoded', 'application/json'])(
    'of the type %s that nobody parsed is a mistake in the configuration',
    (type) => {
      expect(() => check(type, undefined)).toThrow(MisconfiguredError)
      expect(() => checkBody({ rawHeaders: ['content-type', type, 'transfer-encoding', 'chunked'] })).toThrow(
        expect.objectContaining({ status: 500, cause: expect.objectContaining({ path: 'claimMapping' }) }),
      )
    },
  )
})

it.each(['application/json', 'application/x-www-form-urlencoded'])(
  'a stream in the place of a body of %s is one that nobody parsed',
  (type) => {
    expect(() => check(type, Readable.from(['{}']))).toThrow(MisconfiguredError)
  },
)

it('into which an earlier middleware wrote claims, where there was none, takes more of them', () => {
  const view: RequestView = { rawHeaders: [], body: { user: 'alice' } }
  expect(() => checkBodyFor(view, namesOf('user'))).toThrow(
    expect.objectContaining({ code: 'media_type_refused' }),
  )
  expect(checkBodyFor(view, namesOf('user'), true)).toBeUndefined()
})

describe('a form to map claims into', () => {
  const length = (value: string): string[] => ['Content-Length', value]

  it.each<[string, RequestView | undefined, boolean]>([
    ['a POST with a body', { method: 'POST', rawHeaders: length('3') }, true],
    ['a POST without one', { method: 'POST', rawHeaders: [] }, true],
    ['a DELETE without a body', { method: 'DELETE', rawHeaders: [] }, true],
    ['a GET with a body', { method: 'GET', rawHeaders: length('3') }, true],
    ['a GET without one', { method: 'GET', rawHeaders: [] }, false],
    ['a GET whose body is empty', { method: 'GET', rawHeaders: length('0'), body: {} }, false],
    ['a HEAD without a body', { method: 'HEAD', rawHeaders: [] }, false],
    ['no request at all', undefined, true],
  ])('is asked of %s', (_what, view, expected) => {
    expect(takesForm(view)).toBe(expected)
  })
})
