import type { NumericDate } from '../time.js'

/** The little that an answer may show besides its code. Everything here is configuration, a number, or cleaned. */
export interface RefusalDetail {
  /** Name of the claim that the rule is about, as the configuration spells it. */
  readonly claim?: string
  /** Scopes that the caller would need. */
  readonly scopes?: readonly string[]
  readonly kid?: string | undefined
  readonly expiredAt?: NumericDate
  readonly length?: number
}
