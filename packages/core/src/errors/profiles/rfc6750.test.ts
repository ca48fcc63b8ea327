import { describe, expect, it } from 'vitest'
import { ERROR_CODES, type RefusalCode } from '../error-codes.js'
import { rfc6750 } from './rfc6750.js'

/** The table of the documentation: code, status, `error` of the challenge; `null` for no challenge at all. */
const FACES: readonly [RefusalCode, number, string | undefined | null][] = [
  ['token_missing', 401, undefined],
  ['request_malformed', 400, 'invalid_request'],
  ['token_malformed', 401, 'invalid_token'],
  ['algorithm_refused', 401, 'invalid_token'],
  ['header_refused', 401, 'invalid_token'],
  ['key_not_found', 401, 'invalid_token'],
  ['signature_invalid', 401, 'invalid_token'],
  ['decryption_failed', 401, 'invalid_token'],
  ['issuer_refused', 401, 'invalid_token'],
  ['audience_refused', 401, 'invalid_token'],
  ['claim_missing', 401, 'invalid_token'],
  ['claim_refused', 401, 'invalid_token'],
  ['token_not_active', 401, 'invalid_token'],
  ['token_expired', 401, 'invalid_token'],
  ['lifetime_refused', 401, 'invalid_token'],
  ['jti_missing', 401, 'invalid_token'],
  ['jti_replayed', 401, 'invalid_token'],
  ['binding_required', 401, 'invalid_token'],
  ['csrf_refused', 403, null],
  ['token_revoked', 401, 'invalid_token'],
  ['scope_insufficient', 403, 'insufficient_scope'],
  ['media_type_refused', 415, null],
]
const BEFORE_SIGNATURE: readonly RefusalCode[] = [
  ...(['token_malformed', 'algorithm_refused', 'header_refused', 'key_not_found'] as const),
  ...(['signature_invalid', 'decryption_failed', 'issuer_refused'] as const),
]
const DETAIL = { kid: 'a kid', expiredAt: 1, length: 77 }

describe('a refusal in the profile of RFC 6750', () => {
  it('has a face for every code', () => {
    expect(FACES.map(([code]) => code).sort()).toEqual(Object.keys(ERROR_CODES).sort())
  })

  it.each(FACES)('%s answers %i with the error %s', (code, status, error) => {
    const { headers, ...face } = rfc6750(code, DETAIL, 'Bearer')
    const text = ERROR_CODES[code].text
    expect(face).toEqual({ status, message: text })
    const challenge = error === undefined ? 'Bearer' : `Bearer error="${error}", error_description="${text}"`
    expect(headers).toEqual({
      'Cache-Control': 'no-store',
      ...(error !== null && { 'WWW-Authenticate': challenge }),
    })
  })

  it('tells the same text per status before the signature, so that nobody can probe', () => {
    const faces = BEFORE_SIGNATURE.map((code) => JSON.stringify(rfc6750(code, DETAIL, 'Bearer')))
    expect(new Set(faces).size).toBe(1)
  })

  it('names the scopes that are missing', () => {
    const { headers } = rfc6750('scope_insufficient', { scopes: ['a', 'b:c'] }, 'Bearer')
    expect(headers['WWW-Authenticate']).toMatch(/^Bearer error="insufficient_scope", .*, scope="a b:c"$/)
  })

  it('names the claim in the message, and in no header', () => {
    const { message, headers } = rfc6750('claim_missing', { claim: 'tenant' }, 'Bearer')
    expect(message).toBe('The access token lacks a required claim: tenant')
    expect(JSON.stringify(headers)).not.toContain('tenant')
  })

  it('challenges with the scheme that is configured', () => {
    expect(rfc6750('token_missing', {}, 'JWT').headers['WWW-Authenticate']).toBe('JWT')
  })
})
