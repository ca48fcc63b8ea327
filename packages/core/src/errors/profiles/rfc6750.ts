import { challenge } from '../challenge.js'
import { ERROR_CODES, type ErrorCode, type RefusalCode } from '../error-codes.js'
import type { RefusalDetail } from '../refusal-detail.js'
import type { HttpFace } from './http-face.js'

/** Statuses that always carry a challenge. */
const CHALLENGED = new Set([400, 401])

/** Bearer token usage, section 3: the status, and a challenge wherever another token could help. */
export function rfc6750(code: RefusalCode, detail: RefusalDetail, scheme: string): HttpFace {
  const { status, error, text }: ErrorCode = ERROR_CODES[code]
  const headers: Record<string, string> = { 'Cache-Control': 'no-store' }
  if (CHALLENGED.has(status) || error === 'insufficient_scope') {
    headers['WWW-Authenticate'] = challenge(scheme, {
      error,
      error_description: error && text,
      scope: detail.scopes?.join(' '),
    })
  }
  return { status, headers, message: detail.claim === undefined ? text : `${text}: ${detail.claim}` }
}
