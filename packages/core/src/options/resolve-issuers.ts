import { ConfigurationError } from '../errors/configuration-error.js'
import { KeyPool } from '../keys/key-pool.js'
import { SourceUsers } from '../keys/source-users.js'
import { Withdrawals } from '../keys/withdrawals.js'
import { type IssuerDirectory, type IssuerPolicy, SELECTABLE_ISSUER } from '../policy.js'
import type { ErasedOptions } from './auth-options.js'
import type { IssuerOptions, ListedIssuer } from './issuer-options.js'
import { inheritedBy, resolveIssuer, type SharedKeys } from './resolve-issuer.js'
import { resolveTenants } from './resolve-tenants.js'

/** Issuers with their keys, and which `iss` belongs to which where there are several. */
export interface ResolvedIssuers {
  readonly issuers: readonly IssuerPolicy[]
  readonly issuerOf: ReadonlyMap<string, IssuerPolicy> | undefined
  readonly tenants: IssuerDirectory | undefined
  readonly partition: object
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
  shared: SharedKeys = {
    pool: new KeyPool(),
    withdrawals: new Withdrawals(),
    users: new SourceUsers(),
  },
): ResolvedIssuers {
  const written = writtenIssuers(options)
  const issuers = written.map(([issuer, path], index) => {
    return resolveIssuer(issuer, path, shared, {
      keys: parent?.issuers[index]?.keys,
      isOneOfSeveral: Array.isArray(options.issuers),
    })
  })
  return {
    issuers: Object.freeze(issuers),
    issuerOf: Array.isArray(options.issuers) ? byName(issuers) : undefined,
    tenants: resolveTenants(options, shared, parent?.tenants),
    partition: parent?.partition ?? Object.freeze({}),
  }
}

function writtenIssuers(options: ErasedOptions): [Partial<IssuerOptions>, string][] {
  if (options.issuers === undefined) return [[options, '']]
  for (const name of ['issuer', 'keys'] as const) {
    if (options[name] !== undefined)
      throw new ConfigurationError(name, 'belongs into each of `issuers`, which are given too')
  }
  if (typeof options.issuers === 'function') return []
  return options.issuers.map((issuer: ListedIssuer, index) => {
    if (issuer.issuer === null)
      throw new ConfigurationError(`issuers[${index}].issuer`, 'several issuers are told apart by name')
    return [{ ...inheritedBy(options), ...issuer }, `issuers[${index}].`]
  })
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
