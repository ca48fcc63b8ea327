import type { ErasedOptions } from './auth-options.js'

/** Overrides that need keys of their own: nothing proven under the parent's counts under them. */
const KEY_OPTIONS = ['issuer', 'issuers', 'keys', 'algorithms'] as const

/** Whether overrides change whom or which keys are trusted. */
export function touchesKeys(overrides: ErasedOptions): boolean {
  return KEY_OPTIONS.some((name) => overrides[name] !== undefined)
}

/** Lays overrides over options. What is overridden for all issuers is overridden in each of them. */
export function mergeOptions(options: ErasedOptions, overrides: ErasedOptions): ErasedOptions {
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined))
  const merged = { ...options, ...given }
  if (options.issuers === undefined || overrides.issuers !== undefined) return merged
  return {
    ...merged,
    issuers: options.issuers.map((issuer) => ({
      ...issuer,
      ...(overrides.audience !== undefined && { audience: overrides.audience }),
      ...(overrides.algorithms !== undefined && { algorithms: overrides.algorithms }),
    })),
  }
}
