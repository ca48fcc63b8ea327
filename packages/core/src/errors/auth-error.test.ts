import { describe, expect, it } from 'vitest'
import { AuthError } from './auth-error.js'
import { ERROR_CODES, type ErrorCode, type RefusalCode } from './error-codes.js'
import { Refusal } from './refusal.js'

const CODES = Object.entries(ERROR_CODES) as [RefusalCode, ErrorCode][]

describe('an AuthError', () => {
  it.each(CODES)('of %s has the face of RFC 6750 where no profile is named', (code, row) => {
    const error = new AuthError(new Refusal(code))
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      name: 'AuthError',
      code,
      status: row.status,
      statusCode: row.status,
      message: row.text,
      expose: true,
    })
    expect(error.error).toBe(row.error)
    expect(error.headers['Cache-Control']).toBe('no-store')
  })

  it.each(CODES)('of %s has the face of the gateway where that is the profile', (code, { gateway }) => {
    const error = new AuthError(new Refusal(code), 'gateway')
    expect(error).toMatchObject({ code, status: gateway.status, statusCode: gateway.status })
    expect(error.headers['X-Ca-Error-Code']).toBe(gateway.code)
    expect(error.headers['WWW-Authenticate']).toBeUndefined()
  })

  it('challenges with the scheme it is given', () => {
    const error = new AuthError(new Refusal('token_missing'), 'rfc6750', 'JWT')
    expect(error.headers['WWW-Authenticate']).toBe('JWT')
  })

  it('has a stack of one line', () => {
    const error = new AuthError(new Refusal('token_expired', { expiredAt: 1 }))
    expect(error.stack).toBe('AuthError: The access token has expired')
  })

  it('has headers of its own, to which an application may add', () => {
    const [one, other] = [
      new AuthError(new Refusal('token_missing')),
      new AuthError(new Refusal('token_missing')),
    ]
    one.headers['X-Own'] = '1'
    expect(other.headers).not.toHaveProperty('X-Own')
  })

  it.each(['rfc6750', 'gateway'] as const)(
    'shows of the token at most the kid, cleaned, in the profile %s',
    (profile) => {
      const shown = CODES.map(
        ([code]) => new AuthError(new Refusal(code, { kid: 'the kid' }), profile),
      ).filter((error) => JSON.stringify([error.message, error.headers]).includes('the?kid'))
      expect(shown.map(({ code }) => code)).toEqual(profile === 'gateway' ? ['key_not_found'] : [])
    },
  )
})
