import type { Fetch } from '../keys/fetch.js'
import type { RemoteKeysOptions } from '../keys/remote-settings.js'
import type { TenantsOptions } from './issuer-options.js'

/** How keys and metadata are fetched, for a handle and all that `with()` makes of it. */
export interface RemoteOptions {
  /** Times of keys that come from elsewhere. */
  readonly remoteKeys?: RemoteKeysOptions
  /** Limits of tenants, where `issuers` is a function. */
  readonly tenants?: TenantsOptions
  /**
   * Fetches keys and metadata in place of Node: through a proxy, or with a client certificate. Size, time and redirects
   * are limited around it; which addresses a host may have is then its own to judge.
   */
  readonly fetch?: Fetch
  /** Lets keys and metadata be fetched over http from other machines than this one, by whoever is on the way. @default false */
  readonly allowInsecureHttp?: boolean
}
