import type { NumericDate } from '@meishi/core'
import type { SessionSettings } from '../settings.js'
import type { StoredSession } from '../store/session-store.js'
import { REFRESH_TYPE } from './check-tokens.js'
import { hashToken } from './hash-token.js'

/** What a login and a refresh answer, member by member as InterSystems IRIS does. */
export interface TokenAnswer {
  readonly access_token: string
  /** Not there in an answer over HTTP in cookie mode. */
  readonly refresh_token: string
  readonly sub: string
  /** When the access token was issued, and when it expires. */
  readonly iat: NumericDate
  readonly exp: NumericDate
}

/** A pair, and what may be kept of it. */
export interface IssuedPair {
  readonly answer: TokenAnswer
  readonly refreshHash: string
  readonly accessId: string
}

/** Whose session a pair is of. */
export type PairOwner = Pick<StoredSession, 'id' | 'subject' | 'group' | 'audience' | 'claims' | 'endsAt'>

/** Issues an access token for the API and a refresh token for the endpoint, neither of which outlives the session. */
export async function issuePair(
  session: PairOwner,
  settings: SessionSettings,
  now: NumericDate,
): Promise<IssuedPair> {
  const { issuer, app, accessLifetime, refreshLifetime, refreshAudience, accessTokenType } = settings
  const left = Math.max(1, Math.floor(session.endsAt - now))
  const subject = session.subject
  const own = { sid: session.id, app, ...(session.group === undefined ? {} : { gid: session.group }) }
  const client = accessTokenType === 'at+jwt' ? { client_id: app } : {}
  const [access, refresh] = await Promise.all([
    issuer.issue({
      subject,
      audience: session.audience.length === 0 ? app : [app, ...session.audience],
      lifetime: Math.min(accessLifetime, left),
      type: accessTokenType,
      claims: { ...client, ...session.claims, ...own },
    }),
    issuer.issue({
      subject,
      audience: refreshAudience,
      lifetime: Math.min(refreshLifetime, left),
      type: REFRESH_TYPE,
      claims: own,
    }),
  ])
  const answer: TokenAnswer = {
    access_token: access.token,
    refresh_token: refresh.token,
    sub: subject,
    iat: access.claims.iat,
    exp: access.claims.exp,
  }
  return { answer, refreshHash: hashToken(refresh.token), accessId: access.claims.jti }
}
