import { BRAND } from './brand.js'
import type { ErrorCode, RefusalCode } from './error-codes.js'
import { ERROR_CODES } from './error-codes.js'
import { gateway } from './profiles/gateway.js'
import { rfc6750 } from './profiles/rfc6750.js'
import type { Refusal } from './refusal.js'

/** How refusals look over HTTP: RFC 6750, or as Alibaba Cloud API Gateway answers. */
export type ErrorProfile = 'rfc6750' | 'gateway'

const PROFILES = { rfc6750, gateway }

/**
 * A refused request: an expected answer, not a fault. It knows its HTTP face, and every framework's own
 * error path renders it. Nothing in it comes from the token but a cleaned `kid`, in the gateway profile.
 */
export class AuthError extends Error {
  override readonly name = 'AuthError'
  /** Which check said no; see `docs/errors.md`. The code is the interface, the message is prose. */
  readonly code: RefusalCode
  readonly status: number
  readonly statusCode: number
  /** To be set on the response. */
  readonly headers: Record<string, string>
  /** The message may be shown to the client. */
  readonly expose = true

  constructor(refusal: Refusal, profile: ErrorProfile = 'rfc6750', scheme = 'Bearer') {
    const { status, headers, message } = PROFILES[profile](refusal.code, refusal.detail, scheme)
    super(message)
    this.code = refusal.code
    this.status = status
    this.statusCode = status
    this.headers = { ...headers }
    this.stack = `${this.name}: ${message}`
  }

  /** `error` of RFC 6750, section 3.1, where the code has one. */
  get error(): ErrorCode['error'] {
    const row: ErrorCode = ERROR_CODES[this.code]
    return row.error
  }

  get [BRAND](): true {
    return true
  }
}
