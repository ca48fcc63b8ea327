import { fileURLToPath } from 'node:url'
import { ConfigurationError } from '../errors/configuration-error.js'
import { type AlgorithmName, ASYMMETRIC_ALGORITHMS } from '../jose/algorithms.js'
import { type EndpointRules, endpointProblem } from './endpoint-url.js'
import type { KeyPool } from './key-pool.js'
import type { KeySource } from './key-source.js'
import { RemoteJwks } from './remote-jwks.js'
import { RemotePlace } from './remote-place.js'

/** Keys that are somewhere else. */
export type RemoteKeys =
  | {
      /** The endpoint of a JWK Set (RFC 7517, section 5): https, or http on this machine. */
      readonly jwksUri: string
    }
  | {
      /**
       * A file with a JWK Set, or with one public key or certificate as PEM text. It is looked at every few seconds, so it
       * can be replaced while the process runs, best by renaming a new one over it.
       */
      readonly file: string | URL
      /** Of a key in PEM text. */
      readonly kid?: string
      /** Of a key in PEM text. */
      readonly alg?: AlgorithmName
    }

/** Whose keys they are, and where they may come from. */
export interface SourceSettings {
  readonly pool: KeyPool
  readonly algorithms: readonly AlgorithmName[]
  /** Name for records. */
  readonly issuer: string | undefined
  /** Hosts that may have private addresses, where the issuer was named from outside. */
  readonly privateHosts: ReadonlySet<string> | undefined
  /** Where the option stands. */
  readonly path: string
}

/**
 * Opens a source of keys that are elsewhere. Nothing is loaded yet.
 *
 * @throws {@link ConfigurationError} where the place may not be asked
 */
export function openRemoteKeys(keys: RemoteKeys, settings: SourceSettings): KeySource {
  const { pool, path } = settings
  if ('file' in keys) {
    const file = typeof keys.file === 'string' ? keys.file : fileURLToPath(keys.file)
    return open(pool.keysInFile(file, { kid: keys.kid, alg: keys.alg }), settings)
  }
  return open(pool.keysAt(keys.jwksUri, checkUrl(keys.jwksUri, settings, `${path}.jwksUri`)), settings)
}

/**
 * Opens a source whose place the issuer's metadata tells (OpenID Connect Discovery 1.0; RFC 8414).
 *
 * @param issuer - its identifier, from which the place of the metadata follows
 * @throws {@link ConfigurationError} where it is no URL that may be asked
 */
export function discoverKeys(issuer: string, settings: SourceSettings): KeySource {
  const path = settings.path.replace(/keys$/, 'issuer')
  const rules = checkUrl(issuer, settings, path, 'is where keys are looked for, as `keys` was left out, and ')
  if (issuer.includes('?'))
    throw new ConfigurationError(path, 'has a query, so keys cannot be looked for there')
  return open({ metadata: settings.pool.metadataOf(issuer, rules) }, settings)
}

function open(
  place: ConstructorParameters<typeof RemotePlace>[0],
  { pool, algorithms, issuer, privateHosts, path }: SourceSettings,
): KeySource {
  if (!ASYMMETRIC_ALGORITHMS.some((name) => algorithms.includes(name)))
    throw new ConfigurationError(
      path.replace(/keys$/, 'algorithms'),
      'names only secrets, which no published key is',
    )
  const { clock, allowInsecureHttp } = pool.settings
  const keysAt = (url: string) => pool.keysAt(url, { allowInsecureHttp, privateHosts })
  const holder = { keysAt, rest: pool.rest.bind(pool) }
  return new RemoteJwks({ issuer, place: new RemotePlace(place, holder), algorithms, clock })
}

function checkUrl(
  url: string,
  { pool, privateHosts }: SourceSettings,
  path: string,
  why = '',
): EndpointRules {
  const rules = { allowInsecureHttp: pool.settings.allowInsecureHttp, privateHosts }
  const problem = endpointProblem(url, rules)
  if (problem !== undefined) throw new ConfigurationError(path, why + problem)
  return rules
}
