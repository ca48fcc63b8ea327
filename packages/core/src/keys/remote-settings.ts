import { type Clock, type Seconds, systemClock } from '../time.js'
import type { Fetch } from './fetch.js'

/** Times of keys that come from elsewhere. */
export interface RemoteKeysOptions {
  /**
   * How long keys count as fresh where the endpoint does not say so by `Cache-Control: max-age`, which is followed
   * from one minute to 24 hours. 60 to 86400.
   * @default 600
   */
  readonly freshFor?: Seconds
  /**
   * How long keys are used while no new ones can be had, from the last time that they could. 0: as long as they are fresh.
   * At most 604800.
   * @default 86400
   */
  readonly staleFor?: Seconds
  /** An unknown `kid` makes an endpoint be asked at most once in this time, whoever sends how many. 1 to 3600. @default 30 */
  readonly cooldown?: Seconds
  /** A fetch that takes longer, from its first byte to its last, has failed. 0.1 to 60. @default 5 */
  readonly timeout?: Seconds
  /** How often key files are looked at. 0.1 to 3600. @default 5 */
  readonly filePoll?: Seconds
}

/** What the fetching of keys is made of, for a whole family of handles. */
export interface RemoteSettings extends Required<RemoteKeysOptions> {
  readonly clock: Clock
  /** `undefined`: Node's own. */
  readonly fetch: Fetch | undefined
  readonly allowInsecureHttp: boolean
}

/** The settings where nothing was said. */
export const REMOTE_DEFAULTS: RemoteSettings = Object.freeze({
  freshFor: 600,
  staleFor: 86_400,
  cooldown: 30,
  timeout: 5,
  filePoll: 5,
  clock: systemClock,
  fetch: undefined,
  allowInsecureHttp: false,
})

/** What an endpoint may ask for by `Cache-Control`. */
export const FRESHNESS = { least: 60, most: 86_400 } as const
/** Metadata changes hardly ever, and is asked for again as soon as the keys it leads to cannot be had. */
export const METADATA_FRESH_FOR: Seconds = 3600
