import { ConfigurationError } from './errors/configuration-error.js'
import type { Member } from './family-members.js'
import { publishKeyEvent } from './keys/key-events.js'
import type { KeyPool } from './keys/key-pool.js'
import type { KeySource } from './keys/key-source.js'
import { SourceUsers } from './keys/source-users.js'
import { Withdrawals } from './keys/withdrawals.js'
import type { ErasedOptions } from './options/auth-options.js'
import { isAnything, isObject, isText } from './options/expect.js'
import type { SharedKeys } from './options/resolve-issuer.js'
import { resolvePool } from './options/resolve-remote.js'
import type { IssuerPolicy, Policy } from './policy.js'
import type { IssuerStatus } from './status.js'

/** Which key of whom: an issuer as it is configured, and the `kid` under which it publishes the key. */
export interface KeyName {
  /** `null`: of the issuer whose name is not checked. */
  readonly issuer: string | null
  readonly kid: string
}

/** What an operator may do with the keys of a running authenticator. */
export interface KeyControls {
  /**
   * From now on nothing that the key has signed is accepted here, whatever its issuer still publishes: 401, remembered
   * tokens included. It holds for this process, until it ends, for the whole family.
   *
   * @throws ConfigurationError where the issuer is none of those configured
   * @example auth.keys.withdraw({ issuer: 'https://id.example', kid: '2026-11' })
   */
  withdraw(key: KeyName): void
}

/** The keys of a family: what fetches them, and which do not count any more. */
export class FamilyKeys implements SharedKeys {
  readonly withdrawals = new Withdrawals()
  readonly users: SourceUsers
  pool: KeyPool

  /** @param isWritten - whether a policy of the family names the source */
  constructor(options: ErasedOptions, isWritten: (source: KeySource) => boolean) {
    this.users = new SourceUsers(isWritten)
    this.pool = resolvePool(options)
  }

  /** What other options of the family would use. */
  with(options: ErasedOptions): SharedKeys {
    return { pool: resolvePool(options, this.pool), withdrawals: this.withdrawals, users: this.users }
  }

  /** Moves the family to another pool, or stays with its own. */
  use(pool: KeyPool): void {
    if (pool === this.pool) return
    this.pool.close()
    this.pool = pool
  }

  withdraw(key: KeyName, members: readonly Member[]): void {
    isObject({ issuer: isAnything, kid: isText }, ['issuer', 'kid'])(key, '')
    const { issuer, kid } = key
    if (!members.some(({ policy }) => knows(policy, issuer)))
      throw new ConfigurationError('issuer', 'is none of the issuers that are configured')
    this.withdrawals.add(issuer, kid)
    publishKeyEvent({ event: 'withdrawn', issuer, kid })
  }
}

/** Of tenants only the application knows all names. */
function knows({ issuers, tenants }: Policy, name: string | null): boolean {
  if (tenants !== undefined && name !== null) return true
  return issuers.some(({ names }) => (names === null || name === null ? names === name : names.has(name)))
}

/** What operators may know of an issuer. */
export function issuerStatus({ label, names, keys, withdrawals }: IssuerPolicy): IssuerStatus {
  return { issuer: label, ...keys.status(), withdrawn: withdrawals.of(names) }
}

/** Those that are written down, or those that are known at present. */
export function issuersOf({ issuers, tenants }: Policy): readonly IssuerPolicy[] {
  return tenants?.known() ?? issuers
}
