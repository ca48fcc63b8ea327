import type { NumericDate } from '@meishi/core'

/** The present time. */
export function seconds(): NumericDate {
  return Date.now() / 1000
}
