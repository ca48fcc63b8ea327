import { createHash } from 'node:crypto'

/** What may be kept of a token, or compared of a client: 43 characters of base64url, SHA-256. */
export function hashToken(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
