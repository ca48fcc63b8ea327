import { BRAND } from './brand.js'
import type { ConfigurationError } from './configuration-error.js'

/** A configuration mistake that only a request could show: 500 with a fixed text, the mistake itself as `cause`. */
export class MisconfiguredError extends Error {
  override readonly name = 'MisconfiguredError'
  readonly code = 'configuration'
  readonly status = 500
  readonly statusCode = 500
  readonly expose = false

  constructor(cause: ConfigurationError) {
    super('The server is not set up for this request', { cause })
    this.stack = `${this.name}: ${this.message}`
  }

  get [BRAND](): true {
    return true
  }
}
