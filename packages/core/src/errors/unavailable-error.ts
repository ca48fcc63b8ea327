import type { Seconds } from '../time.js'
import { BRAND } from './brand.js'

/** Which helper could not be asked. */
export type UnavailablePart =
  | 'keys'
  | 'replay'
  | 'revocation'
  | 'decryption'
  | 'authenticator'
  | 'issuer'
  | 'sessions'

/** Parts without which nothing is issued. */
const ISSUING: readonly UnavailablePart[] = ['issuer', 'sessions']

/**
 * A key endpoint or store could not be asked, and the policy is to refuse: 503, never 401.
 * The message is fixed; what happened is in `cause`, which never reaches the wire.
 */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError'
  readonly code = 'unavailable'
  readonly status = 503
  readonly statusCode = 503
  readonly headers: Record<string, string>
  readonly expose = false
  readonly part: UnavailablePart

  constructor(part: UnavailablePart, options: ErrorOptions & { readonly retryAfter?: Seconds } = {}) {
    super(`Access tokens cannot be ${ISSUING.includes(part) ? 'issued' : 'checked'} right now`, options)
    this.part = part
    this.headers = { 'Cache-Control': 'no-store', 'Retry-After': String(Math.ceil(options.retryAfter ?? 5)) }
    this.stack = `${this.name}: ${this.message}`
  }

  get [BRAND](): true {
    return true
  }
}
