import { expect, test } from 'vitest'
import { AuthError } from './errors/auth-error.js'
import { BRAND } from './errors/brand.js'
import { Refusal } from './errors/refusal.js'
import { headersOf, renderProblem } from './problem-details.js'

test('an error of somebody else that is called AuthError is not rendered, and sets no header', () => {
  const foreign = Object.assign(new Error('db password for alice'), {
    name: 'AuthError',
    status: 500,
    headers: { 'Set-Cookie': 'a=b', 'Content-Length': '1' },
  })
  expect(renderProblem(foreign)).toBeUndefined()
  expect(headersOf(foreign)).toEqual({})
})

test('an error of another copy of this package is rendered', () => {
  class OtherAuthError extends Error {
    readonly status = 401
    readonly headers = { 'WWW-Authenticate': 'Bearer' }
    get [BRAND](): true {
      return true
    }
  }
  expect(renderProblem(new OtherAuthError('no'))?.status).toBe(401)
  expect(headersOf(new OtherAuthError('no'))).toEqual({ 'WWW-Authenticate': 'Bearer' })
})

test('the mark is not among the members that a log prints', () => {
  const error = new AuthError(new Refusal('token_missing'))
  expect(Object.getOwnPropertySymbols(error)).toEqual([])
})
