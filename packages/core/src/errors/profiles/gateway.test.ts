import { describe, expect, it } from 'vitest'
import { ERROR_CODES, type RefusalCode } from '../error-codes.js'
import { gateway } from './gateway.js'

const MEDIA_TYPE = 'The content type of the request cannot take mapped claims'

/** The table of the documentation: status, `X-Ca-Error-Code` and message, as the gateway's JWT plugin has them. */
const FACES: Readonly<Record<RefusalCode, readonly [number, string | undefined, string | RegExp]>> = {
  token_missing: [400, 'I400JR', 'JWT required'],
  request_malformed: [400, 'I400JD', /^JWT deserialize failed: /],
  token_malformed: [400, 'I400JD', 'JWT deserialize failed: (redacted, 77 characters)'],
  algorithm_refused: [403, 'A403JT', /^Invalid JWT: /],
  header_refused: [403, 'A403JT', /^Invalid JWT: /],
  key_not_found: [403, 'A403JK', 'No matching JWK, kid:a?kid not found'],
  signature_invalid: [403, 'A403JT', /^Invalid JWT: /],
  decryption_failed: [403, 'A403JT', /^Invalid JWT: /],
  issuer_refused: [403, 'A403JT', /^Invalid JWT: /],
  audience_refused: [403, 'A403JT', /^Invalid JWT: /],
  claim_missing: [403, 'A403JT', /^Invalid JWT: /],
  claim_refused: [403, 'A403JT', /^Invalid JWT: /],
  token_not_active: [403, 'A403JT', /^Invalid JWT: /],
  token_expired: [403, 'A403JE', 'JWT expired at 2023-11-14T22:13:20.500Z'],
  lifetime_refused: [403, 'A403JT', /^Invalid JWT: /],
  jti_missing: [403, 'S403JI', 'Claim jti is required when preventJtiReplay:true'],
  jti_replayed: [403, 'S403JU', 'Claim jti in JWT is used'],
  binding_required: [403, 'A403JT', /^Invalid JWT: /],
  csrf_refused: [403, 'A403JT', /^Invalid JWT: /],
  token_revoked: [403, 'A403JT', /^Invalid JWT: /],
  scope_insufficient: [403, 'A403JT', /^Invalid JWT: /],
  media_type_refused: [415, undefined, MEDIA_TYPE],
}
const CODES = Object.keys(ERROR_CODES) as RefusalCode[]
const DETAIL = { kid: 'a\nkid', expiredAt: 1_700_000_000.5, length: 77, claim: 'tenant', scopes: ['pay'] }

describe('a refusal in the profile of the gateway', () => {
  it('has a face for every code', () => {
    expect(Object.keys(FACES).sort()).toEqual(Object.keys(ERROR_CODES).sort())
  })

  it.each(Object.entries(FACES) as [RefusalCode, (typeof FACES)[RefusalCode]][])(
    '%s answers as the plugin, without a challenge',
    (code, [status, caCode, message]) => {
      const face = gateway(code, DETAIL)
      expect(face.status).toBe(status)
      const shown = caCode === undefined ? face.message : face.headers['X-Ca-Error-Message']
      if (typeof message === 'string') expect(shown).toBe(message)
      else expect(shown).toMatch(message)
      expect(face.headers).toEqual({
        'Cache-Control': 'no-store',
        ...(caCode !== undefined && { 'X-Ca-Error-Code': caCode, 'X-Ca-Error-Message': shown }),
      })
    },
  )

  it('shows the kid in the header alone', () => {
    expect(gateway('key_not_found', DETAIL).message).toBe('No matching JWK')
    for (const code of CODES.filter((one) => one !== 'key_not_found'))
      expect(gateway(code, DETAIL).message).toBe(
        gateway(code, DETAIL).headers['X-Ca-Error-Message'] ?? MEDIA_TYPE,
      )
  })

  it.each<[RefusalCode, string]>([
    ['token_malformed', 'JWT deserialize failed: (redacted, 0 characters)'],
    ['key_not_found', 'No matching JWK, kid:null not found'],
    ['token_expired', 'JWT expired at 1970-01-01T00:00:00.000Z'],
  ])('%s has a message where nothing is known', (code, message) => {
    expect(gateway(code, {}).headers['X-Ca-Error-Message']).toBe(message)
  })

  it.each(CODES)('%s fits into a header', (code) => {
    const hostile = { ...DETAIL, kid: '\r\nSet-Cookie: a=b\0é' }
    expect(JSON.stringify(gateway(code, hostile).headers)).toMatch(/^[\x20-\x7e]+$/)
    expect(gateway(code, hostile).message).toMatch(/^[\x20-\x7e]+$/)
  })
})
