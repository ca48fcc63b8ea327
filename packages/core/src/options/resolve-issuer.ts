import { ConfigurationError } from '../errors/configuration-error.js'
import { ALGORITHMS, type AlgorithmName, ASYMMETRIC_ALGORITHMS } from '../jose/algorithms.js'
import type { KeyPool } from '../keys/key-pool.js'
import type { KeySource } from '../keys/key-source.js'
import type { SourceUsers } from '../keys/source-users.js'
import type { Withdrawals } from '../keys/withdrawals.js'
import type { IssuerPolicy } from '../policy.js'
import type { ErasedOptions } from './auth-options.js'
import { createSource } from './create-source.js'
import type { IssuerOptions } from './issuer-options.js'

/** What all issuers of a family share. */
export interface SharedKeys {
  readonly pool: KeyPool
  readonly withdrawals: Withdrawals
  readonly users: SourceUsers
}

/** What is special about where keys come from. */
interface Origin {
  /** Keys that are there already. */
  readonly keys?: KeySource | undefined
  /** Where the issuer was named from outside: hosts that may have private addresses. */
  readonly privateHosts?: ReadonlySet<string>
  /** Whether there are other issuers, which must not be driven out of the cache. */
  readonly isOneOfSeveral?: boolean
}

/**
 * Resolves one issuer, bound to its own keys.
 *
 * @param path - of the options, with a dot behind it
 * @throws {@link ConfigurationError} naming the field
 */
export function resolveIssuer(
  { issuer, audience, keys, algorithms = ASYMMETRIC_ALGORITHMS }: Partial<IssuerOptions>,
  path: string,
  { pool, withdrawals }: Omit<SharedKeys, 'users'>,
  { keys: present, privateHosts, isOneOfSeveral = false }: Origin = {},
): IssuerPolicy {
  if (issuer === undefined) throw missing(path, 'issuer', 'whose tokens are accepted')
  if (audience === undefined) throw missing(path, 'audience', 'for whom they must be made')
  const names = asSet(issuer)
  const label = names === null ? undefined : [...names][0]
  const settings = { pool, algorithms, issuer: label, privateHosts, path: `${path}keys` }
  return Object.freeze({
    label,
    share: isOneOfSeveral ? label : undefined,
    names,
    audience: asSet(audience),
    algorithms: acceptedAlgorithms(algorithms),
    keys: present ?? createSource(keys, issuer, settings),
    isLent: keys !== undefined && 'source' in keys,
    withdrawals,
  })
}

/** What the top level says for those of several issuers that do not say it themselves. */
export function inheritedBy({ audience, algorithms }: ErasedOptions): Partial<IssuerOptions> {
  return { ...(audience !== undefined && { audience }), ...(algorithms !== undefined && { algorithms }) }
}

function missing(path: string, name: string, meaning: string): ConfigurationError {
  return new ConfigurationError(
    `${path}${name}`,
    `is required: ${meaning}; an explicit null switches the check off`,
  )
}

/** One map for all who say the same: tenants come by the thousand. */
const accepted = new WeakMap<readonly AlgorithmName[], IssuerPolicy['algorithms']>()

/** Both names of Ed25519 are accepted where one is. */
function acceptedAlgorithms(allowed: readonly AlgorithmName[]): IssuerPolicy['algorithms'] {
  const known = accepted.get(allowed)
  if (known !== undefined) return known
  const rows = new Set(allowed.map((name) => ALGORITHMS.get(name)))
  const map = new Map([...ALGORITHMS].filter(([, algorithm]) => rows.has(algorithm)))
  accepted.set(allowed, map)
  return map
}

function asSet(values: string | readonly string[] | null): ReadonlySet<string> | null {
  if (values === null) return null
  return new Set(typeof values === 'string' ? [values] : values)
}
