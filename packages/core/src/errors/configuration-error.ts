/**
 * Options or a file that cannot be used. Thrown where they are given, so that a mistake stops the start
 * and not a request. The message names the field and the rule.
 *
 * @example
 * try { jwtAuth(options) } catch (error) { if (error instanceof ConfigurationError) console.error(error.path) }
 */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
  readonly code = 'configuration'
  /** Where the bad field is: `issuers[1].keys.jwk.n`. Empty where it is the whole. */
  readonly path: string

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(path === '' ? problem : `${path}: ${problem}`, options)
    this.path = path
  }
}
