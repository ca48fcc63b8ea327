import type { JwtClaims } from '../token.js'
import { ownMember } from './own-member.js'

/** The claims that the rules ask for (RFC 7519, section 4.1; RFC 7800, section 3.1), read once and not yet judged. */
export interface RegisteredClaims {
  readonly iss: unknown
  readonly aud: unknown
  readonly exp: unknown
  readonly nbf: unknown
  readonly iat: unknown
  readonly cnf: unknown
}

/** Reads own members only. */
export function registeredClaims(claims: JwtClaims): RegisteredClaims {
  return {
    iss: ownMember(claims, 'iss'),
    aud: ownMember(claims, 'aud'),
    exp: ownMember(claims, 'exp'),
    nbf: ownMember(claims, 'nbf'),
    iat: ownMember(claims, 'iat'),
    cnf: ownMember(claims, 'cnf'),
  }
}
