import type { ClaimMapping } from '../claim-mapping.js'
import type { DecisionRecord } from '../decision.js'
import type { ErrorProfile } from '../errors/auth-error.js'
import type { Guard } from '../guards/guard.js'
import type { TokenSource } from '../http/token-source.js'
import type { ReplayStore } from '../replay/replay-store.js'
import type { RevocationCheck } from '../revocation/revocation-list.js'
import type { StandardSchema } from '../standard-schema.js'
import type { Clock, Seconds } from '../time.js'
import type { JwtClaims } from '../token.js'
import type { DecryptionOptions } from './decryption-options.js'
import type { FindIssuer, IssuerOptions, ListedIssuer } from './issuer-options.js'
import type { RemoteOptions } from './remote-options.js'
import type { RevocationOptions } from './revocation-options.js'

/** Protection against a token that is used twice (RFC 7519, section 4.1.7). */
export interface ReplayOptions {
  /** @default a store in this process's memory, shared by every `with()` */
  readonly store?: ReplayStore
  /** Keeps the ids of services that share a store apart. Required with `issuer: null`. @default '' */
  readonly namespace?: string
  /**
   * When the store cannot tell: `refuse` answers 503; `allow` lets the token through and says so in the decision.
   * @default 'refuse'
   */
  readonly onUnavailable?: 'refuse' | 'allow'
  /**
   * How long the store may take, 0.001 to 60. Later it counts as unavailable, and the id may be used or not. Routes share
   * the circuit breaker of a store, so a limit that is too short for one leaves the store alone for all.
   * @default 0.25
   */
  readonly timeout?: Seconds
}

/** How tokens are verified. Every check is on; it goes off only by an explicit `null` or a switch that says what it is. */
export interface VerifierOptions<Claims = JwtClaims> extends Partial<IssuerOptions>, RemoteOptions {
  /**
   * Several issuers, each with its own keys; `audience` and `algorithms` of the top level apply where one has none. Or a
   * function that tells of each whether its tokens are accepted: for tenants, whose issuers are not known beforehand.
   */
  readonly issuers?: readonly ListedIssuer[] | FindIssuer
  /**
   * The accepted `typ` (RFC 8725, section 3.11), with or without `application/`, in any case; `null` for none.
   * @default [null, 'JWT', 'at+jwt']
   */
  readonly typ?: readonly (string | null)[]
  /** How far clocks may differ, 0 to 300. @default 5 */
  readonly clockTolerance?: Seconds
  /** Accept no token older than this by its `iat`, which is then required. */
  readonly maxTokenAge?: Seconds | null
  /** Accept no token that lives longer than this, from `iat` (or now, without one) to `exp`. */
  readonly maxLifetime?: Seconds | null
  /** Names of claims that must be there and not `null`. */
  readonly requiredClaims?: readonly string[]
  /** A Standard Schema for the claims. Its output becomes `auth.claims` and their type. */
  readonly claims?: StandardSchema<Claims>
  /** A last word on the claims: anything but `true` refuses. What it throws is passed on as it is. */
  readonly check?: ((claims: NoInfer<Claims>) => boolean | Promise<boolean>) | null
  /** Refuse a token that is used a second time. */
  readonly preventReplay?: boolean | ReplayOptions
  /** Accept encrypted tokens. `null`: none, as without it. */
  readonly decryption?: DecryptionOptions | null
  /**
   * Refuse tokens that were called back: a list, or one with what happens when it cannot tell. A list that has a
   * `maxTokenLifetime` also limits `maxLifetime` to it.
   */
  readonly revocation?: RevocationCheck | RevocationOptions | null
  /** Accept tokens without `exp`. They are good for ever. @default false */
  readonly dangerouslyAllowMissingExpiration?: boolean
  /** Do not look at `exp` at all. @default false */
  readonly dangerouslyIgnoreExpiration?: boolean
  /** Longer tokens are refused unread, 256 to 65536. @default 16384 */
  readonly maxTokenBytes?: number
  /**
   * Verified tokens that are remembered, so that only the signature is not checked again. `false` keeps none in memory.
   * @default { maxBytes: 33554432, maxEntries: 16384 }
   */
  readonly cache?: { readonly maxBytes?: number; readonly maxEntries?: number } | false
  /** @default the clock of this machine */
  readonly clock?: Clock
}

/** How requests are authenticated. */
export interface AuthOptions<Claims = JwtClaims> extends VerifierOptions<Claims> {
  /**
   * Where tokens are looked for. `null`: nowhere, for a route that is open to everybody, with `optional: true`;
   * what the client sent under mapped names is removed there too.
   * @default { header: 'authorization', scheme: 'Bearer' }
   */
  readonly token?: TokenSource | readonly TokenSource[] | null
  /** Let requests without a token pass as anonymous. A bad token is refused all the same. @default false */
  readonly optional?: boolean
  /** Decides whether the caller may pass, before its `jti` is spent. */
  readonly guard?: Guard<NoInfer<Claims>> | null
  /** Claims that are handed on under names which clients cannot send. */
  readonly claimMapping?: readonly ClaimMapping[]
  /** `false` removes the token from the request before anything downstream sees it. @default true */
  readonly forwardToken?: boolean
  /**
   * Origins whose scripts may send a token cookie with unsafe methods, where the browser does not say
   * `Sec-Fetch-Site`. `null` switches the check off.
   * @default { origins: [] }
   */
  readonly csrf?: { readonly origins: readonly string[] } | null
  /** Let CORS preflights pass without a token. Better: mount the CORS middleware first. @default false */
  readonly allowPreflight?: boolean
  /** How refusals look. @default 'rfc6750' */
  readonly errorProfile?: ErrorProfile
  /** `report` decides and reports, and lets every request pass as anonymous. @default 'enforce' */
  readonly mode?: 'enforce' | 'report'
  /** Called with the record of every decision; what it throws changes nothing. Also on the channel `meishi:decision`. */
  readonly onDecision?: (record: DecisionRecord) => void
}

/**
 * What `with()` may change; `null` switches off what the parent asked for. The cache, the clock and how keys are fetched
 * belong to the whole family.
 */
export type AuthOverrides<Claims = JwtClaims> = Omit<
  AuthOptions<Claims>,
  'cache' | 'clock' | keyof RemoteOptions
>

/** Options of any claims' type, as everything behind the doors takes them. */
export type ErasedOptions = Omit<AuthOptions<never>, 'claims'> & { readonly claims?: StandardSchema<unknown> }
