import { ConfigurationError } from '../errors/configuration-error.js'
import { ALGORITHMS, type AlgorithmName, ASYMMETRIC_ALGORITHMS } from '../jose/algorithms.js'
import { KeyPool } from '../keys/key-pool.js'
import { Withdrawals } from '../keys/withdrawals.js'
import { type IssuerPolicy, SELECTABLE_ISSUER } from '../policy.js'
import type { ErasedOptions, IssuerOptions } from './auth-options.js'
import { createSource } from './create-source.js'

/** Issuers with their keys, and which `iss` belongs to which where there are several. */
export interface ResolvedIssuers {
  readonly issuers: readonly IssuerPolicy[]
  readonly issuerOf: ReadonlyMap<string, IssuerPolicy> | undefined
  readonly partition: object
}

/** What all issuers of a family share. */
export interface SharedKeys {
  readonly pool: KeyPool
  readonly withdrawals: Withdrawals
}

/**
 * Resolves whom tokens are accepted from, each issuer bound to its own keys.
 *
 * @param parent - whose key sources are used again where the overrides leave keys and issuers alone
 * @throws {@link ConfigurationError} naming the field
 */
export function resolveIssuers(
  options: ErasedOptions,
  parent?: ResolvedIssuers,
  shared: SharedKeys = { pool: new KeyPool(), withdrawals: new Withdrawals() },
): ResolvedIssuers {
  const written = writtenIssuers(options)
  const issuers = written.map(([issuer, path], index) => {
    if (issuer.issuer === undefined) throw missing(path, 'issuer', 'whose tokens are accepted')
    if (issuer.audience === undefined) throw missing(path, 'audience', 'for whom they must be made')
    return resolveIssuer(issuer as IssuerOptions, path, shared, parent?.issuers[index]?.keys)
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

function resolveIssuer(
  options: IssuerOptions,
  path: string,
  { pool, withdrawals }: SharedKeys,
  present?: IssuerPolicy['keys'],
): IssuerPolicy {
  const names = asSet(options.issuer)
  const label = names === null ? undefined : [...names][0]
  const { algorithms = ASYMMETRIC_ALGORITHMS } = options
  const settings = { pool, algorithms, issuer: label, privateHosts: undefined, path: `${path}keys` }
  return Object.freeze({
    label,
    names,
    audience: asSet(options.audience),
    algorithms: acceptedAlgorithms(algorithms),
    keys: present ?? createSource(options.keys, options.issuer, settings),
    withdrawals,
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
