import type { ErasedOptions } from './auth-options.js'
import type { FindIssuer, ListedIssuer } from './issuer-options.js'

/** Overrides that need keys of their own: nothing proven under the parent's counts under them. */
const KEY_OPTIONS = ['issuer', 'issuers', 'keys', 'algorithms'] as const

/** Whether overrides change whom or which keys are trusted. */
export function touchesKeys(overrides: ErasedOptions): boolean {
  return KEY_OPTIONS.some((name) => overrides[name] !== undefined)
}

/**
 * Lays overrides over options. One issuer takes the place of several, and several that of one;
 * what is overridden for all issuers is overridden in each of them.
 */
export function mergeOptions(options: ErasedOptions, overrides: ErasedOptions): ErasedOptions {
  const { issuer, keys, issuers, ...rest } = options
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined))
  const isNowOne = overrides.issuer !== undefined || overrides.keys !== undefined
  const isNowSeveral = overrides.issuers !== undefined
  const inherited = {
    ...rest,
    ...(!isNowSeveral && { issuer, keys }),
    ...(!isNowOne && issuers !== undefined && { issuers: overrideIssuers(issuers, overrides) }),
  }
  return Object.assign(Object.create(null), inherited, given)
}

function overrideIssuers(
  issuers: readonly ListedIssuer[] | FindIssuer,
  overrides: ErasedOptions,
): readonly ListedIssuer[] | FindIssuer {
  const { audience, algorithms } = overrides
  const change = {
    ...(audience !== undefined && { audience }),
    ...(algorithms !== undefined && { algorithms }),
  }
  if (typeof issuers !== 'function') return issuers.map((one) => ({ ...one, ...change }))
  // The same function means the same issuers, which are then found and kept once.
  if (Object.keys(change).length === 0) return issuers
  return async (issuer) => {
    const found = await issuers(issuer)
    return found && { ...found, ...change }
  }
}
