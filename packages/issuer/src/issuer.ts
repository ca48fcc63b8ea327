import type { FetchHandler, JwkSet } from '@meishi/core'
import type { IssuedClaims } from './claims/build-claims.js'
import type { IssueRequest } from './claims/issue-request.js'
import type { IssuerMetadata } from './metadata.js'
import type { KeyRingStatus } from './ring/create-key-ring.js'
import type { KeyStatus } from './ring/describe-ring.js'

/** A token, and what it says. */
export interface IssuedToken {
  readonly token: string
  readonly claims: IssuedClaims
}

/** Issues the tokens of one `iss`. */
export interface Issuer {
  readonly issuer: string
  /**
   * Issues one token. Rejects with a ConfigurationError that names what was asked for and cannot be had, and with an
   * UnavailableError (503) where the keys cannot be had.
   */
  issue(request: IssueRequest): Promise<IssuedToken>
  /** The public keys of every token that may still be good (RFC 7517). Of shared secrets: none. */
  jwks(): Promise<JwkSet>
  /** The metadata document. Rejects where the issuer is no URL. */
  metadata(): Promise<IssuerMetadata>
  /** Publishes a new key, which signs once everybody can have it. Where one is waiting already, it is that one. */
  rotate(): Promise<KeyStatus>
  /**
   * Puts a new key in the place of all others at once: every older token is dead. With a `revocation` list wherever
   * that list is asked, without one as soon as verifiers look at the key set again.
   */
  reset(): Promise<KeyStatus>
  /** Serves the key set and the metadata. */
  readonly handler: FetchHandler
  status(): IssuerStatus
  /** Stops looking at the store. May be called twice. */
  close(): void
}

/** What operators may know of an issuer. */
export interface IssuerStatus {
  readonly issuer: string
  readonly keys: readonly KeyStatus[]
  /** Of the key ring, where there is one. */
  readonly ring: Omit<KeyRingStatus, 'keys'> | undefined
}
