import type { FetchHandler, NumericDate } from '@meishi/core'
import type { LoginRequest } from './login/create-login.js'
import type { RefreshRequest } from './rules/refresh-session.js'
import type { TokenAnswer } from './tokens/issue-pair.js'

/** One session, for its owner and for operators. */
export interface SessionInfo {
  readonly sid: string
  readonly app: string
  readonly subject: string
  readonly group?: string
  readonly createdAt: NumericDate
  /** When it was refreshed last. */
  readonly usedAt: NumericDate
  /** When it ends, however busy it is. */
  readonly endsAt: NumericDate
}

/** The login sessions of one application. What is refused is thrown as a SessionError or AuthError, an outage as an UnavailableError. */
export interface Sessions {
  /** Opens a session. */
  login(request: LoginRequest): Promise<TokenAnswer>
  /** Replaces a pair: the old access token and the old refresh token are dead when it resolves. */
  refresh(request: RefreshRequest): Promise<TokenAnswer>
  /** Ends the session of an access token; with single sign-on every session of its group. */
  logout(request: { readonly accessToken: string; readonly remoteAddress?: string }): Promise<void>
  /** Ends the session of one pair, and no other one of its group. */
  revoke(
    request: ({ readonly accessToken: string } | { readonly refreshToken: string }) & {
      readonly remoteAddress?: string
    },
  ): Promise<void>
  /**
   * Ends all that a subject has with this store, and calls back what this issuer has issued to it. Resolves to how many
   * ended, within the next second: then the subject can log in again.
   */
  endSubject(subject: string): Promise<number>
  /** The open sessions of a subject, in any order. */
  list(subject: string): Promise<readonly SessionInfo[]>
  /** Serves the four endpoints. */
  readonly handler: FetchHandler
}
