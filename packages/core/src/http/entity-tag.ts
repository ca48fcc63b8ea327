import { createHash } from 'node:crypto'

/** A strong entity tag of exactly these bytes (RFC 9110, section 8.8.3). */
export const entityTag = (bytes: Uint8Array): string =>
  `"${createHash('sha256').update(bytes).digest('base64url')}"`

const ENTITY_TAG = /(?:W\/)?("[^"]*")/g

/**
 * Whether the client has it already, by its `If-None-Match`: a list of tags, compared weakly, or `*`
 * (RFC 9110, section 13.1.2).
 */
export function hasAlready(ifNoneMatch: string | null, tag: string): boolean {
  if (ifNoneMatch === null) return false
  if (ifNoneMatch.trim() === '*') return true
  return [...ifNoneMatch.matchAll(ENTITY_TAG)].some(([, opaque]) => opaque === tag)
}
