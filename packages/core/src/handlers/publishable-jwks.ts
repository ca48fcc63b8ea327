import { ConfigurationError } from '../errors/configuration-error.js'
import { MisconfiguredError } from '../errors/misconfigured-error.js'
import { checkPublicJwks } from '../jose/check-public-jwk.js'
import type { JwkSet } from '../jose/import-jwk.js'

/**
 * A key set as it goes out, once nothing of it is secret.
 *
 * @throws MisconfiguredError (500) where a request finds it to hold a private or symmetric key, or none at all
 */
export function publishableJwks(jwks: JwkSet): JwkSet {
  const written = asWritten(jwks)
  try {
    checkPublicJwks(written, 'keys')
    return written
  } catch (error) {
    throw error instanceof ConfigurationError ? new MisconfiguredError(error) : error
  }
}

/** What goes out is what is looked at: a key object's `toJSON` may tell more than its members do. */
export function asWritten(jwks: JwkSet): JwkSet {
  return JSON.parse(JSON.stringify(jwks) ?? 'null')
}
