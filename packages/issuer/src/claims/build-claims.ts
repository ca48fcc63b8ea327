import { randomUUID } from 'node:crypto'
import { ConfigurationError, type JwtClaims, type NumericDate, type Seconds } from '@meishi/core'
import { checkAccessToken } from './check-access-token.js'
import { checkJson } from './check-json.js'
import { checkRequest } from './check-request.js'
import type { IssueRequest } from './issue-request.js'
import { REGISTERED_CLAIMS } from './registered-claims.js'

/** What an issuer knows before anybody asks for a token. */
export interface ClaimDefaults {
  readonly issuer: string
  readonly audience: string | readonly string[] | null | undefined
  readonly lifetime: Seconds
}

/** The claims that every token of an issuer has. */
export interface IssuedClaims extends JwtClaims {
  readonly iss: string
  readonly iat: NumericDate
  readonly exp: NumericDate
  readonly jti: string
}

/**
 * The claims of one token.
 *
 * @throws ConfigurationError naming what was asked for and cannot be had
 */
export function buildClaims(request: IssueRequest, defaults: ClaimDefaults, now: NumericDate): IssuedClaims {
  checkRequest(request, '')
  const { subject, notBefore, type, lifetime = defaults.lifetime, claims = {} } = request
  const audience = request.audience === undefined ? defaults.audience : request.audience
  if (audience === undefined)
    throw new ConfigurationError(
      'audience',
      'is required, here or of the issuer; null makes a token for everybody',
    )
  if (notBefore !== undefined && notBefore >= Math.floor(now) + lifetime)
    throw new ConfigurationError('notBefore', 'the token would expire before')
  checkPrivateClaims(claims)
  const iat = Math.floor(now)
  const built: IssuedClaims = {
    iss: defaults.issuer,
    ...(subject === undefined ? {} : { sub: subject }),
    ...(audience === null ? {} : { aud: audience }),
    exp: iat + lifetime,
    ...(notBefore === undefined ? {} : { nbf: notBefore }),
    iat,
    jti: randomUUID(),
    ...claims,
  }
  if (isAccessToken(type)) checkAccessToken(built)
  return built
}

function checkPrivateClaims(claims: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(claims)) {
    const instead = REGISTERED_CLAIMS.get(name)
    if (instead !== undefined)
      throw new ConfigurationError(
        `claims.${name}`,
        `is a registered claim, which no private claim overrides: ${instead}`,
      )
  }
  checkJson(claims, 'claims')
}

/** With or without `application/`, in any case (RFC 9068, section 2.1). */
function isAccessToken(type = ''): boolean {
  return /^(application\/)?at\+jwt$/i.test(type)
}
