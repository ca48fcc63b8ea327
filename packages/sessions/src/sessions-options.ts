import type { Clock, RevocationList, Seconds } from '@meishi/core'
import type { LoginLimitOptions } from './login/login-limit-options.js'
import type { SessionEvent } from './session-event.js'
import type { SessionIssuer } from './session-issuer.js'
import type { SessionStore } from './store/session-store.js'

/** Who somebody is. */
export interface Authenticated {
  /** `sub` of every token. */
  readonly sub: string
  /** Further claims of every access token of the session. They are kept in the store as they are. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** Who accepts the access tokens besides the application itself. */
  readonly audience?: string | readonly string[]
}

/** What is known of a login besides its credentials. */
export interface LoginContext {
  readonly app: string
  /** Of the client, by the framework's own proxy rules. */
  readonly remoteAddress?: string
}

type Answer<Value> = Value | Promise<Value>

/** Names of the endpoints, relative to wherever the handler is mounted. */
export interface SessionEndpoints {
  /** @default '/login' */
  readonly login?: string
  /** @default '/refresh' */
  readonly refresh?: string
  /** @default '/logout' */
  readonly logout?: string
  /** @default '/revoke' */
  readonly revoke?: string
}

/** A cookie of ours: `HttpOnly`, `Secure`, `SameSite=Strict`, for this host alone. */
export interface SessionCookie {
  /** What follows `__Host-`. @default 'meishi-refresh' of a refresh token, 'meishi-group' of single sign-on */
  readonly name?: string
  /**
   * Origins whose pages may use it where a browser does not send `Sec-Fetch-Site`.
   * @default []
   */
  readonly origins?: readonly string[]
}

/** One login for several applications of one issuer, on one host. */
export interface SingleSignOn extends SessionCookie {
  /**
   * Who the subject is to this application, without a password; `undefined`: nobody, who must log in.
   * Asked when somebody who has logged in to another application of the group comes without credentials.
   */
  resume(subject: string, context: LoginContext): Answer<Authenticated | undefined>
}

/** What {@link createSessions} takes. */
export interface CreateSessionsOptions {
  /** Signs the tokens, with a key that it publishes. @example await createIssuer({ issuer: 'https://auth.example.com', algorithm: 'ES256' }) */
  readonly issuer: SessionIssuer
  /** Where sessions are kept: `memorySessionStore()`, or one that all processes share. */
  readonly store: SessionStore
  /** The list that every verifier of the access tokens asks too: it ends what is still to expire. */
  readonly revocation: RevocationList
  /**
   * Who logs in. `undefined`: nobody, whatever is wrong. It should take as long for a user who is not there as for a
   * wrong password. What it throws is passed on as it is.
   */
  authenticate(user: string, password: string, context: LoginContext): Answer<Authenticated | undefined>
  /** The application: the claim `app`, and always in `aud`, so that verifiers demand it as their `audience`. */
  readonly app: string
  /** How long an access token lives, 1 to 86400 whole seconds. @default 60 */
  readonly accessLifetime?: Seconds
  /** How long a session may be idle: the life of a refresh token, 2 to 31622400 whole seconds. @default 900 */
  readonly refreshLifetime?: Seconds
  /** How long a session lives however busy it is, 2 to 31622400 whole seconds. @default 43200 (12 hours) */
  readonly sessionLifetime?: Seconds
  /** How long the loser of a race is given the same successor, 0 to 60. 0: never. @default 10 */
  readonly refreshGrace?: Seconds
  /** `aud` of refresh tokens; never that of an API. @default the issuer followed by the path of the refresh endpoint */
  readonly refreshAudience?: string
  /** `typ` of access tokens. `at+jwt` also has `client_id`, which is `app` (RFC 9068). @default 'JWT' */
  readonly accessTokenType?: 'JWT' | 'at+jwt'
  readonly endpoints?: SessionEndpoints
  /** Keeps the refresh token in a cookie, and out of every body. `null`: tokens are in the body. @default null */
  readonly cookie?: SessionCookie | null
  /** Single sign-on by groups. `null`: off. @default null */
  readonly singleSignOn?: SingleSignOn | null
  /**
   * What tells one client from another, among those that hold the same refresh token. In cookie mode a random key in the
   * cookie does.
   * @default the header `User-Agent`
   */
  clientBinding?(request: Request): string
  /** Bounds on guessing. */
  readonly loginLimits?: LoginLimitOptions
  /** How long every failed login takes at least, 0 to 10. @default 0.3 */
  readonly minimumLoginTime?: Seconds
  /**
   * How many sessions a subject may have open in this application, 1 to 1000: a login above it first ends the one that was
   * used longest ago, and fails where that cannot be ended. Logins at once may leave some too many, until the next. It
   * reads all sessions of the subject at every login.
   * @default no limit
   */
  readonly maxSessionsPerSubject?: number
  /** How long the store may take to answer, 0.001 to 60. @default 0.25 */
  readonly storeTimeout?: Seconds
  /** Told of every login, refresh, race, reuse and logout. What it throws changes nothing. */
  onEvent?(event: SessionEvent): unknown
  /** @default the clock of this machine */
  readonly clock?: Clock
}
