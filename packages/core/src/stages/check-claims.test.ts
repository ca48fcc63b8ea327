import { describe, expect, it } from 'vitest'
import { Family } from '../family.js'
import { registeredClaims } from '../jose/registered-claims.js'
import type { VerifierOptions } from '../options/auth-options.js'
import type { IssuerPolicy } from '../policy.js'
import { createSigner } from '../testing.js'
import type { JwtClaims } from '../token.js'
import { checkClaims } from './check-claims.js'

const { keys } = createSigner()
const NOW = 1_700_000_000
const LIVE = { exp: NOW + 60 }
const IGNORED = { dangerouslyIgnoreExpiration: true }

function check(members: object, options: VerifierOptions = {}): void {
  const { policy } = new Family({ cache: false, issuer: null, audience: null, keys, ...options }).root
  const claims = members as JwtClaims
  checkClaims(
    { token: { claims }, registered: registeredClaims(claims) },
    policy.issuers[0] as IssuerPolicy,
    policy,
    NOW,
  )
}
const refusal = (code: string, detail: object = {}) => expect.objectContaining({ code, detail })
const judge = (expected: string | undefined, claims: object, options?: VerifierOptions): void => {
  if (expected === undefined) expect(check(claims, options)).toBeUndefined()
  else expect(() => check(claims, options)).toThrow(expect.objectContaining({ code: expected }))
}

describe('the issuer', () => {
  it.each([
    ['that is configured', 'a', 'a', undefined],
    ['that is one of those configured', ['a', 'b'], 'b', undefined],
    ['of any kind where the check is off', null, 5, undefined],
    ['that is missing', 'a', undefined, 'issuer_refused'],
    ['that is another', 'a', 'b', 'issuer_refused'],
    ['in another case', 'a', 'A', 'issuer_refused'],
    ['with a slash after it', 'https://a', 'https://a/', 'issuer_refused'],
    ['in a list', 'a', ['a'], 'issuer_refused'],
    ['of null', 'a', null, 'issuer_refused'],
  ])('%s', (_what, issuer, iss, code) => {
    judge(code, { ...LIVE, iss }, { issuer })
  })
})

describe('the audience', () => {
  it.each([
    ['that is configured', 'api', 'api', undefined],
    ['that is one of those configured', ['api', 'app'], 'app', undefined],
    ['that lists a configured one', 'api', ['other', 'api'], undefined],
    ['of any kind where the check is off', null, 5, undefined],
    ['that is missing', 'api', undefined, 'audience_refused'],
    ['that is another', 'api', 'apis', 'audience_refused'],
    ['that is part of a longer text', 'api', 'api other', 'audience_refused'],
    ['of null', 'api', null, 'audience_refused'],
    ['of an empty list', 'api', [], 'audience_refused'],
    ['of a list of others', 'api', ['a', 'b'], 'audience_refused'],
    ['of a list that holds more than text', 'api', ['api', 1], 'audience_refused'],
    ['of an object', 'api', { api: true }, 'audience_refused'],
  ])('%s', (_what, audience, aud, code) => {
    judge(code, { ...LIVE, aud }, { audience })
  })
})

describe('the times', () => {
  it.each<[string, object, string | undefined]>([
    ['the expiry to come', { exp: NOW + 1 }, undefined],
    ['the expiry just within 5 s', { exp: NOW - 4.999 }, undefined],
    ['the expiry 5 s ago', { exp: NOW - 5 }, 'token_expired'],
    ['no expiry', {}, 'claim_missing'],
    ['the start in 5 s', { ...LIVE, nbf: NOW + 5 }, undefined],
    ['the start after 5 s', { ...LIVE, nbf: NOW + 5.001 }, 'token_not_active'],
    ['the issue in 5 s', { ...LIVE, iat: NOW + 5 }, undefined],
    ['the issue after 5 s', { ...LIVE, iat: NOW + 5.001 }, 'token_not_active'],
    ['fractions', { exp: NOW + 0.5, nbf: NOW - 0.5, iat: NOW - 0.25 }, undefined],
    ['a start of 1970', { ...LIVE, nbf: 0, iat: 0 }, undefined],
    ['the last second of the year 9999', { exp: 253_402_300_799 }, undefined],
  ])('with a tolerance of 5 s where none is configured: %s', (_what, claims, code) => {
    judge(code, claims)
  })

  it.each([
    [0, NOW, 'token_expired'],
    [0, NOW + 0.001, undefined],
    [300, NOW - 299, undefined],
    [300, NOW - 300, 'token_expired'],
  ])('with a tolerance of %i s: exp %d gives %s', (clockTolerance, exp, code) => {
    judge(code, { exp }, { clockTolerance })
  })

  const WRONG = [
    '1700000060',
    '',
    null,
    true,
    [NOW],
    {},
    -1,
    253_402_300_800,
    Number.POSITIVE_INFINITY,
    Number.NaN,
  ]
  it.each(['exp', 'nbf', 'iat'].flatMap((claim) => WRONG.map((value) => [claim, value] as const)))(
    '%s of %j is refused as no finite number in range',
    (claim, value) => {
      for (const options of [{}, IGNORED])
        expect(() => check({ ...LIVE, [claim]: value }, options)).toThrow(refusal('claim_refused', { claim }))
    },
  )

  it('name the claim that an age needs', () => {
    expect(() => check(LIVE, { maxTokenAge: 100 })).toThrow(refusal('claim_missing', { claim: 'iat' }))
  })

  it('are read as own members only', () => {
    expect(() => check(Object.create(LIVE))).toThrow(refusal('claim_missing', { claim: 'exp' }))
  })

  it('tell when a token expired', () => {
    expect(() => check({ exp: NOW - 60.5 })).toThrow(refusal('token_expired', { expiredAt: NOW - 60.5 }))
  })

  it('may be without exp, or with any exp, only where a loud option says so', () => {
    judge(undefined, {}, { dangerouslyAllowMissingExpiration: true })
    judge('token_expired', { exp: 1 }, { dangerouslyAllowMissingExpiration: true })
    judge(undefined, { exp: 1 }, IGNORED)
    judge('token_not_active', { exp: 1, nbf: NOW + 60 }, IGNORED)
  })
})

describe('the lifetime', () => {
  it.each<[string, object, VerifierOptions, string | undefined]>([
    ['as long as allowed', { iat: NOW, exp: NOW + 100 }, { maxLifetime: 100 }, undefined],
    ['longer than allowed', { iat: NOW, exp: NOW + 100.5 }, { maxLifetime: 100 }, 'lifetime_refused'],
    [
      'longer than allowed, most of it over',
      { iat: NOW - 99, exp: NOW + 2 },
      { maxLifetime: 100 },
      'lifetime_refused',
    ],
    ['counted from now without iat', { exp: NOW + 101 }, { maxLifetime: 100 }, 'lifetime_refused'],
    [
      'unknown, where exp may be missing',
      {},
      { maxLifetime: 1, dangerouslyAllowMissingExpiration: true },
      undefined,
    ],
    ['of a young token', { ...LIVE, iat: NOW - 104.9 }, { maxTokenAge: 100 }, undefined],
    ['of an old token', { ...LIVE, iat: NOW - 105 }, { maxTokenAge: 100 }, 'lifetime_refused'],
    ['of a token that does not tell its age', LIVE, { maxTokenAge: 100 }, 'claim_missing'],
    [
      'of an old token whose exp is ignored',
      { iat: NOW - 105 },
      { maxTokenAge: 100, ...IGNORED },
      'lifetime_refused',
    ],
  ])('%s', (_what, claims, options, code) => {
    judge(code, claims, options)
  })
})

describe('the other claims', () => {
  it.each([{ jkt: 'x' }, {}, null, 'x', false])(
    'a token bound to a key is refused without its proof: cnf %j',
    (cnf) => {
      judge('binding_required', { ...LIVE, cnf })
    },
  )

  it.each<[unknown, string | undefined]>([
    ['x', undefined],
    ['', undefined],
    [0, undefined],
    [false, undefined],
    [null, 'claim_missing'],
    [undefined, 'claim_missing'],
  ])('a required claim of %j', (value, code) => {
    judge(code, { ...LIVE, tenant: value }, { requiredClaims: ['tenant'] })
  })

  it('a required claim is named in the refusal, and never inherited', () => {
    expect(() => check(LIVE, { requiredClaims: ['constructor'] })).toThrow(
      refusal('claim_missing', { claim: 'constructor' }),
    )
  })
})
