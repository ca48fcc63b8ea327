import type { VerifiedToken } from '../token.js'

/** What a revocation list is asked about. */
export interface RevocationQuery {
  readonly token: VerifiedToken
  /** `kid` of the key under which the signature held, which need not be the one in the header. */
  readonly keyId: string | undefined
}

/** Knows which tokens were called back before they expired. */
export interface RevocationList {
  /**
   * Asked on every request, cache hits included; in memory and synchronous where it can be.
   * Throws or rejects where it cannot tell: that is an outage, not a "no".
   */
  isRevoked(query: RevocationQuery): boolean | Promise<boolean>
}
