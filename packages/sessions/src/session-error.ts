import type { Seconds } from '@meishi/core'
import { ERROR_FACES, type SessionErrorCode } from './session-errors.js'

/**
 * A login, refresh or logout that is refused. The code is the interface; the message is fixed text, and may be shown.
 */
export class SessionError extends Error {
  override readonly name = 'SessionError'
  readonly code: SessionErrorCode
  readonly status: number
  readonly statusCode: number
  /** To be set on the response. */
  readonly headers: Readonly<Record<string, string>>
  readonly expose = true

  constructor(code: SessionErrorCode, retryAfter?: Seconds) {
    const { status, text, challenge } = ERROR_FACES[code]
    super(text)
    this.code = code
    this.status = status
    this.statusCode = status
    this.headers = {
      'cache-control': 'no-store',
      ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
      ...(retryAfter === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(retryAfter))) }),
    }
    this.stack = `${this.name}: ${text}`
  }

  /** `error` of the answer's body (RFC 6749, section 5.2). */
  get error(): string {
    return ERROR_FACES[this.code].error
  }
}
