import { BRAND } from './brand.js'

/**
 * A token for a backend could not be made: 500 with the fixed text of the `jwt-generate` policy of IBM API Connect.
 * What went wrong is in `cause`, and in the runtime variable `jwt-generate.error-message`; it never reaches the wire.
 */
export class JwtGenerateError extends Error {
  /** What the policy calls it. */
  override readonly name = 'RuntimeError'
  readonly code = 'Invalid-JWT-Generate'
  readonly status = 500
  readonly statusCode = 500
  readonly headers: Record<string, string>
  /** The message is for everybody. */
  readonly expose = true

  constructor(cause: unknown) {
    super('Invalid-JWT-Generate', { cause })
    this.headers = { 'Cache-Control': 'no-store' }
    this.stack = `${this.name}: ${this.message}`
  }

  get [BRAND](): true {
    return true
  }
}
