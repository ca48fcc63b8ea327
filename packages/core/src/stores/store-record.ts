import type { UnavailablePart } from '../errors/unavailable-error.js'

/** A circuit breaker's state: `open` asks nobody, `half-open` waits for the answer to one call. */
export type BreakerState = 'closed' | 'open' | 'half-open'

/**
 * What is published on the `diagnostics_channel` `meishi:store`, where somebody listens: scalars without any id.
 *
 * - `call`: a store was asked, or not (`not_asked`, because its breaker is open or too many calls wait already)
 * - `breaker`: the circuit breaker of a store has changed its state
 * - `problem`: a store found its server to be unfit, such as one that evicts keys
 */
export type StoreRecord =
  | {
      readonly event: 'call'
      readonly part: UnavailablePart
      readonly outcome: 'answered' | 'failed' | 'timed_out' | 'not_asked'
      readonly durationMicros: number
    }
  | { readonly event: 'breaker'; readonly part: UnavailablePart; readonly state: BreakerState }
  | { readonly event: 'problem'; readonly part: UnavailablePart; readonly code: string }
