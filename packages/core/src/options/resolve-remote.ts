import { isDeepStrictEqual } from 'node:util'
import { KeyPool } from '../keys/key-pool.js'
import { REMOTE_DEFAULTS, type RemoteSettings } from '../keys/remote-settings.js'
import type { ErasedOptions } from './auth-options.js'

/**
 * The pool that a family's keys from elsewhere come through.
 *
 * @param present - is kept where nothing about it has changed, with all that it has fetched
 */
export function resolvePool(options: ErasedOptions, present?: KeyPool): KeyPool {
  const { remoteKeys = {}, clock = REMOTE_DEFAULTS.clock, fetch, allowInsecureHttp = false } = options
  const said = Object.fromEntries(Object.entries(remoteKeys).filter(([, value]) => value !== undefined))
  const settings: RemoteSettings = Object.freeze({
    ...REMOTE_DEFAULTS,
    ...said,
    clock,
    fetch,
    allowInsecureHttp,
  })
  return present !== undefined && isDeepStrictEqual(present.settings, settings)
    ? present
    : new KeyPool(settings)
}
