import type { AlgorithmName } from '../jose/algorithms.js'
import type { KeySource } from '../keys/key-source.js'
import type { RemoteKeys } from '../keys/open-source.js'
import type { StaticKeys } from '../keys/static-keys.js'

/** Keys of one issuer: written down, from elsewhere, or from a source of your own. */
export type Keys = StaticKeys | readonly StaticKeys[] | RemoteKeys | { readonly source: KeySource }

/** One issuer and what is special about its tokens. */
export interface IssuerOptions {
  /**
   * The accepted `iss` (RFC 7519, section 4.1.1), exact. `null` switches the check off: then any token
   * that the keys verify is accepted, whoever it says made it.
   */
  readonly issuer: string | readonly string[] | null
  /**
   * The accepted `aud` (RFC 7519, section 4.1.3): one of these must be among the token's. `null` switches the check
   * off; then tokens made for other services, ID tokens included, are accepted here.
   */
  readonly audience: string | readonly string[] | null
  /**
   * Where the keys come from.
   * @default where the metadata of `issuer` says (OpenID Connect Discovery 1.0; RFC 8414)
   */
  readonly keys?: Keys
  /**
   * The accepted algorithms (RFC 8725, section 3.1). One with a shared secret must be asked for by name.
   * @default every asymmetric one
   */
  readonly algorithms?: readonly AlgorithmName[]
}

/** One of several issuers; what it does not say, the top level does. */
export interface ListedIssuer extends Omit<IssuerOptions, 'audience'> {
  readonly audience?: IssuerOptions['audience']
}

/** What is special about the tokens of a tenant's issuer; what it does not say, the top level does. */
export type TenantOptions = Omit<ListedIssuer, 'issuer'>

/**
 * Tells whether tokens of an issuer are accepted, and how; nothing where they are not. It is asked with what stands in a
 * token that nobody has verified yet, so it decides by a list of its own. Its answers are remembered.
 *
 * @param issuer - at most 512 visible ASCII characters
 * @example
 * issuers: async (issuer) => ((await tenants.has(issuer)) ? {} : undefined) // keys: where the issuer says
 */
export type FindIssuer = (
  issuer: string,
) => TenantOptions | null | undefined | Promise<TenantOptions | null | undefined>

/** How much is remembered of tenants, and what they may name. */
export interface TenantsOptions {
  /** How many are remembered at once, with their keys. 1 to 100000. @default 1000 */
  readonly max?: number
  /** How long an answer counts that accepts an issuer. 1 to 86400 seconds. @default 300 */
  readonly allowedFor?: number
  /** How long an answer counts that does not. 1 to 86400 seconds. @default 30 */
  readonly refusedFor?: number
  /**
   * Names of hosts that may have a private, loopback or link-local address: keys of tenants come from nowhere else but
   * the public Internet. @default []
   */
  readonly allowPrivateHosts?: readonly string[]
}
