import { ConfigurationError } from '../errors/configuration-error.js'
import type { KeySource } from '../keys/key-source.js'
import { discoverKeys, openRemoteKeys, type SourceSettings } from '../keys/open-source.js'
import { createStaticKeys } from '../keys/static-keys.js'
import type { IssuerOptions, Keys } from './issuer-options.js'

/**
 * Where the keys of one issuer come from: as declared, or from where the issuer itself says.
 *
 * @throws {@link ConfigurationError} naming the field
 */
export function createSource(
  keys: Keys | undefined,
  issuer: IssuerOptions['issuer'],
  settings: SourceSettings,
): KeySource {
  const { algorithms, path } = settings
  if (keys === undefined) return discoverKeys(discoverable(issuer, path), settings)
  if ('source' in keys) return keys.source
  if ('jwksUri' in keys || 'file' in keys) return openRemoteKeys(keys, settings)
  return createStaticKeys(keys, algorithms, path)
}

/** Keys can be left out where the issuer's one name says where to ask for them. */
function discoverable(issuer: IssuerOptions['issuer'], path: string): string {
  const [name, ...others] = typeof issuer === 'string' ? [issuer] : (issuer ?? [])
  if (name !== undefined && others.length === 0 && /^https?:/.test(name)) return name
  throw new ConfigurationError(
    path,
    'is required where `issuer` is not one https URL: { jwksUri }, { file }, { jwk }, { jwks }, { publicKey }, { secret } or { source }',
  )
}
