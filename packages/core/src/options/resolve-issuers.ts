import { ConfigurationError } from '../errors/configuration-error.js'
import { ALGORITHMS, type AlgorithmName, ASYMMETRIC_ALGORITHMS } from '../jose/algorithms.js'
import type { KeySource } from '../keys/key-source.js'
import { createStaticKeys } from '../keys/static-keys.js'
import { type IssuerPolicy, SELECTABLE_ISSUER } from '../policy.js'
import type { ErasedOptions, IssuerOptions, Keys } from './auth-options.js'

/** Issuers with their keys, and which `iss` belongs to which where there are several. */
export interface ResolvedIssuers {
  readonly issuers: readonly IssuerPolicy[]
  readonly issuerOf: ReadonlyMap<string, IssuerPolicy> | undefined
  readonly partition: object
}

/**
 * Resolves whom tokens are accepted from, each issuer bound to its own keys.
 *
 * @param parent - whose key sources are used again where the overrides leave keys and issuers alone
 * @throws {@link ConfigurationError} naming the field
 */
export function resolveIssuers(options: ErasedOptions, parent?: ResolvedIssuers): ResolvedIssuers {
  const written = writtenIssuers(options)
  const issuers = written.map(([issuer, path], index) => {
    if (issuer.issuer === undefined) throw missing(path, 'issuer', 'whose tokens are accepted')
    if (issuer.audience === undefined) throw missing(path, 'audience', 'for whom they must be made')
    const algorithms = issuer.algorithms ?? ASYMMETRIC_ALGORITHMS
    const keys = parent?.issuers[index]?.keys ?? createKeySource(issuer.keys, algorithms, `${path}keys`)
    return resolveIssuer(issuer as IssuerOptions, algorithms, keys)
  })
  return {
    issuers: Object.freeze(issuers),
    issuerOf: options.issuers === undefined ? undefined : byName(issuers),
    partition: parent?.partition ?? Object.freeze({}),
  }
}

function writtenIssuers(options: ErasedOptions): [Partial<IssuerOptions>, string][] {
  if (options.issuers === undefined) return [[options, '']]
  for (const name of ['issuer', 'keys'] as const) {
    if (options[name] !== undefined)
      throw new ConfigurationError(name, 'belongs into each of `issuers`, which are given too')
  }
  const { audience, algorithms } = options
  const inherited = {
    ...(audience !== undefined && { audience }),
    ...(algorithms !== undefined && { algorithms }),
  }
  return options.issuers.map((issuer, index) => {
    if (issuer.issuer === null)
      throw new ConfigurationError(`issuers[${index}].issuer`, 'several issuers are told apart by name')
    return [{ ...inherited, ...issuer }, `issuers[${index}].`]
  })
}

function missing(path: string, name: string, meaning: string): ConfigurationError {
  return new ConfigurationError(
    `${path}${name}`,
    `is required: ${meaning}; an explicit null switches the check off`,
  )
}

function createKeySource(
  keys: Keys | undefined,
  algorithms: readonly AlgorithmName[],
  path: string,
): KeySource {
  if (keys === undefined)
    throw new ConfigurationError(
      path,
      'is required: { jwk }, { jwks }, { publicKey }, { secret } or { source }',
    )
  return 'source' in keys ? keys.source : createStaticKeys(keys, algorithms, path)
}

function resolveIssuer(
  options: IssuerOptions,
  allowed: readonly AlgorithmName[],
  keys: KeySource,
): IssuerPolicy {
  const names = asSet(options.issuer)
  return Object.freeze({
    label: names === null ? undefined : [...names][0],
    names,
    audience: asSet(options.audience),
    algorithms: acceptedAlgorithms(allowed),
    keys,
  })
}

/** Both names of Ed25519 are accepted where one is. */
function acceptedAlgorithms(allowed: readonly AlgorithmName[]): IssuerPolicy['algorithms'] {
  const rows = new Set(allowed.map((name) => ALGORITHMS.get(name)))
  return new Map([...ALGORITHMS].filter(([, algorithm]) => rows.has(algorithm)))
}

function byName(issuers: readonly IssuerPolicy[]): ReadonlyMap<string, IssuerPolicy> {
  const named = new Map<string, IssuerPolicy>()
  issuers.forEach((issuer, index) => {
    for (const name of issuer.names ?? []) {
      if (!SELECTABLE_ISSUER.test(name))
        throw new ConfigurationError(
          `issuers[${index}].issuer`,
          'is at most 512 visible ASCII characters: it is read before anybody vouched for it',
        )
      if (named.has(name)) throw new ConfigurationError(`issuers[${index}].issuer`, 'is written twice')
      named.set(name, issuer)
    }
  })
  return named
}

function asSet(values: string | readonly string[] | null): ReadonlySet<string> | null {
  if (values === null) return null
  return new Set(typeof values === 'string' ? [values] : values)
}
