import type { AuthOptions } from '@meishi/core'
import type { TestClaims } from '@meishi/core/testing'
import { z } from 'zod'
import { bearer, mint } from '../issuer.js'
import {
  type Code,
  type Faces,
  invalidClaim,
  invalidToken,
  pluginSays,
  type RefusalCase,
} from './refusal-case.js'

const now = Math.floor(Date.now() / 1000)
const LACKS = 'The access token lacks a required claim'
const UNACCEPTABLE = 'A claim of the access token is not acceptable'

const audience = invalidToken('The access token was not made for this audience')
const inactive = invalidToken('The access token is not active yet')
const tooLong = invalidToken('The access token lives longer than is allowed here')
const expired = (at: string): Faces =>
  invalidToken('The access token has expired', pluginSays(403, 'A403JE', `JWT expired at ${at}`))
const withoutJti = invalidToken(
  'The access token has no usable jti',
  pluginSays(403, 'S403JI', 'Claim jti is required when preventJtiReplay:true'),
)

interface Row {
  readonly code: Code
  readonly when: string
  readonly claims: TestClaims
  readonly faces: Faces
  readonly options?: Partial<AuthOptions>
}

const ROWS: readonly Row[] = [
  { code: 'audience_refused', when: 'aud is another', claims: { aud: 'https://else.test' }, faces: audience },
  { code: 'audience_refused', when: 'aud is absent', claims: { aud: undefined }, faces: audience },
  {
    code: 'claim_missing',
    when: 'exp is absent',
    claims: { exp: undefined },
    faces: invalidClaim(LACKS, 'exp'),
  },
  {
    code: 'claim_missing',
    when: 'a required claim is null',
    claims: { sub: null },
    options: { requiredClaims: ['sub'] },
    faces: invalidClaim(LACKS, 'sub'),
  },
  {
    code: 'claim_refused',
    when: 'exp is text',
    claims: { exp: '1e9' },
    faces: invalidClaim(UNACCEPTABLE, 'exp'),
  },
  {
    code: 'claim_refused',
    when: 'the check says no',
    claims: { sub: 'mallory' },
    options: { check: ({ sub }) => sub === 'alice' },
    faces: invalidToken(UNACCEPTABLE),
  },
  {
    code: 'claim_refused',
    when: 'the schema says no',
    claims: { sub: 7 },
    options: { claims: z.looseObject({ sub: z.string() }) },
    faces: invalidToken(UNACCEPTABLE),
  },
  {
    code: 'claim_refused',
    when: 'it would climb in a path',
    claims: { sub: '..' },
    options: { claimMapping: [{ claim: 'sub', to: { path: 'user' } }] },
    faces: invalidClaim(UNACCEPTABLE, 'sub'),
  },
  { code: 'token_not_active', when: 'nbf is to come', claims: { nbf: now + 900 }, faces: inactive },
  { code: 'token_not_active', when: 'iat is to come', claims: { iat: now + 900 }, faces: inactive },
  {
    code: 'token_expired',
    when: 'exp has passed',
    claims: { iat: 1_499_999_000, exp: 1_500_000_000.25 },
    faces: expired('2017-07-14T02:40:00.250Z'),
  },
  {
    code: 'lifetime_refused',
    when: 'it lives too long',
    claims: { exp: now + 9000 },
    options: { maxLifetime: 600 },
    faces: tooLong,
  },
  {
    code: 'lifetime_refused',
    when: 'it is too old',
    claims: { iat: now - 900 },
    options: { maxTokenAge: 600 },
    faces: tooLong,
  },
  {
    code: 'jti_missing',
    when: 'there is none',
    claims: { jti: undefined },
    options: { preventReplay: true },
    faces: withoutJti,
  },
  {
    code: 'jti_missing',
    when: 'it is empty',
    claims: { jti: '' },
    options: { preventReplay: true },
    faces: withoutJti,
  },
  {
    code: 'binding_required',
    when: 'the token has cnf',
    claims: { cnf: { jkt: 'thumbprint-of-a-key' } },
    faces: invalidToken('The access token is bound to a key whose proof was not given'),
  },
  {
    code: 'token_revoked',
    when: 'the list has it',
    claims: { jti: 'stolen' },
    options: { revocation: { isRevoked: ({ token }) => token.claims.jti === 'stolen' } },
    faces: invalidToken('The access token has been revoked'),
  },
]

/** Refused for what an authentic token says. */
export const REFUSED_CLAIMS: readonly RefusalCase[] = [
  ...ROWS.map(({ code, when, claims, options = {}, faces }) => ({
    code,
    when,
    options: () => options,
    request: () => ({ headers: [bearer(mint(claims))] }),
    ...faces,
  })),
  {
    code: 'jti_replayed',
    when: 'the token was used',
    options: () => ({ preventReplay: true }),
    request: () => ({ headers: [bearer(mint())] }),
    isSentTwice: true,
    ...invalidToken(
      'The access token has been used before',
      pluginSays(403, 'S403JU', 'Claim jti in JWT is used'),
    ),
  },
]
