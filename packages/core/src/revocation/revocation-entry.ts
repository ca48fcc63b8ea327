import type { NumericDate } from '../time.js'

/** What can be called back, and the claim of a token that says whether it is meant. */
export const REVOCATION_CLAIMS = Object.freeze({
  tokenId: 'jti',
  sessionId: 'sid',
  groupId: 'gid',
  subject: 'sub',
  /** No claim: the key under which the signature held. */
  keyId: undefined,
})

/** One kind of what can be called back. */
export type RevocationKind = keyof typeof REVOCATION_CLAIMS

type Only<Kind extends RevocationKind> = { readonly [Name in Kind]: string } & {
  readonly [Name in Exclude<RevocationKind, Kind>]?: never
}

/** Whose tokens, or which one. */
export type RevocationTarget = {
  /** The `iss` of the tokens, exactly. `null` for tokens that have none, which only `issuer: null` accepts. */
  readonly issuer: string | null
} & (Only<'tokenId'> | Only<'sessionId'> | Only<'groupId'> | Only<'subject'> | Only<'keyId'>)

/**
 * Tokens that are called back: those of one issuer with this `jti` (`tokenId`), `sid` (`sessionId`), `gid` (`groupId`)
 * or `sub` (`subject`), or signed with this key (`keyId`; the key that was resolved, whatever the header says).
 *
 * @example
 * await list.revoke({ issuer: 'https://id.example', subject: 'alice' }) // everything issued to her until now
 */
export type RevocationEntry = RevocationTarget & {
  /**
   * Only tokens whose `iat` is before this instant, or that have no `iat`.
   * @default every token of the target; for a `subject` without `expiresAt`: the present time
   */
  readonly issuedBefore?: NumericDate
  /**
   * When the last token that is meant expires by its `exp`. The entry is kept six minutes longer, because clocks differ.
   * @default the longest lifetime that the list knows, from now; for a `keyId`: never
   */
  readonly expiresAt?: NumericDate
  /** For people who read the list, at most 256 characters. */
  readonly reason?: string
}
