import { expect, it } from 'vitest'
import { ERROR_CODES, type ErrorCode, type RefusalCode } from './error-codes.js'

const CODES = Object.entries(ERROR_CODES) as [RefusalCode, ErrorCode][]

it.each(CODES)(
  '%s has a public sentence that a quoted string of a header can hold as it is',
  (_code, { text }) => {
    expect(text).toMatch(/^[A-Z][\x20-\x21\x23-\x5b\x5d-\x7e]+[^.]$/)
  },
)

it.each(CODES)('%s has the status that RFC 6750 gives its error', (_code, { status, error }) => {
  if (error === 'invalid_request') expect(status).toBe(400)
  if (error === 'invalid_token') expect(status).toBe(401)
  if (error === 'insufficient_scope') expect(status).toBe(403)
  expect(error === undefined && status === 400).toBe(false)
})

it('cannot tell an issuer that is unknown from a key that is', () => {
  expect(ERROR_CODES.issuer_refused.text).toBe(ERROR_CODES.key_not_found.text)
  expect(ERROR_CODES.audience_refused.text).not.toBe(ERROR_CODES.key_not_found.text)
})
