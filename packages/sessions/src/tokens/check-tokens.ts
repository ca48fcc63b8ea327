import { createVerifier, type JwtClaims, type RevocationCheck } from '@meishi/core'
import type { SessionSettings } from '../settings.js'
import { issuerKeySource } from './issuer-key-source.js'

/** What the claims of a token of ours say, once its signature held. */
export interface SessionClaims extends JwtClaims {
  readonly iss: string
  readonly sub: string
  readonly sid: string
  readonly jti: string
  readonly exp: number
}

/** Proves tokens of one application: each kind is refused where the other belongs. */
export interface TokenChecks {
  /** @throws AuthError, UnavailableError */
  access(token: string): Promise<SessionClaims>
  /** @throws AuthError, UnavailableError */
  refresh(token: string): Promise<SessionClaims>
  /** @throws AuthError, UnavailableError */
  group(token: string): Promise<SessionClaims & { readonly gid: string }>
}

/** `typ` of a refresh token: nothing that verifies access tokens accepts it. */
export const REFRESH_TYPE = 'refresh+jwt'
/** `typ` of what a single sign-on cookie holds. */
export const GROUP_TYPE = 'group+jwt'

/** Who reads what a single sign-on cookie holds. */
export const groupAudience = (issuer: string): string => `${issuer}#group`

export function createTokenChecks(
  { issuer, app, refreshAudience, clock }: SessionSettings,
  revocation: RevocationCheck,
): TokenChecks {
  const common = {
    issuer: issuer.issuer,
    keys: { source: issuerKeySource(issuer) },
    revocation,
    clock,
  }
  const required = ['sub', 'sid', 'jti', 'exp']
  const isOurs = ({ app: named, sub, sid }: JwtClaims): boolean =>
    named === app && typeof sub === 'string' && typeof sid === 'string'
  const access = createVerifier<SessionClaims>({
    ...common,
    audience: app,
    typ: ['JWT', 'at+jwt'],
    requiredClaims: required,
    check: isOurs,
  })
  const refresh = createVerifier<SessionClaims>({
    ...common,
    audience: refreshAudience,
    typ: [REFRESH_TYPE],
    requiredClaims: required,
    check: isOurs,
    cache: false, // each is used once
  })
  const group = createVerifier<SessionClaims & { readonly gid: string }>({
    ...common,
    audience: groupAudience(issuer.issuer),
    typ: [GROUP_TYPE],
    requiredClaims: ['sub', 'gid', 'jti', 'exp'],
  })
  return {
    access: async (token) => (await access.verify(token)).claims,
    refresh: async (token) => (await refresh.verify(token)).claims,
    group: async (token) => (await group.verify(token)).claims,
  }
}
