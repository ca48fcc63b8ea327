import type { ErasedOptions } from './auth-options.js'

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
    ...(!isNowOne &&
      issuers !== undefined && { issuers: issuers.map((one) => overrideIssuer(one, overrides)) }),
  }
  return Object.assign(Object.create(null), inherited, given)
}

type Issuer = NonNullable<ErasedOptions['issuers']>[number]

function overrideIssuer(issuer: Issuer, { audience, algorithms }: ErasedOptions): Issuer {
  return {
    ...issuer,
    ...(audience !== undefined && { audience }),
    ...(algorithms !== undefined && { algorithms }),
  }
}
