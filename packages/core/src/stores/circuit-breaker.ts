import type { Seconds } from '../time.js'
import type { BreakerState } from './store-record.js'

/** So many failures in a row, and the store is left alone. One may be a connection that broke. */
const FAILURES_TO_OPEN = 5
/** While some succeed, the rest may be one shard of several that is down: the others must go on. */
const QUIET_FOR: Seconds = 0.25
/** So long it is left alone; then one call finds out. */
const OPEN_FOR: Seconds = 1

/** Leave to make a call. The outcome of a probe decides for all; that of others counts among many. */
export type Leave = 'call' | 'probe'

/**
 * Keeps callers away from a store that does not answer: closed, then open after some failures and no success, then
 * half-open for one call at a time, whose success closes it. It needs no timer: whoever comes after the time is the probe.
 */
export class CircuitBreaker {
  #state: BreakerState = 'closed'
  #failures = 0
  #openUntil = 0
  #succeededAt = Number.NEGATIVE_INFINITY
  readonly #onChange: (state: BreakerState) => void

  constructor(onChange: (state: BreakerState) => void) {
    this.#onChange = onChange
  }

  /** Leave to make a call, or how long to keep away. */
  ask(): Leave | { readonly retryAfter: Seconds } {
    if (this.#state === 'closed') return 'call'
    const left = this.#openUntil - performance.now()
    if (this.#state === 'half-open' || left > 0) return { retryAfter: Math.max(left / 1000, OPEN_FOR) }
    this.#become('half-open')
    return 'probe'
  }

  succeeded(): void {
    this.#failures = 0
    this.#succeededAt = performance.now()
    if (this.#state !== 'closed') this.#become('closed')
  }

  /** Calls from before it opened fail late; they say nothing new. */
  failed(leave: Leave): void {
    const now = performance.now()
    if (leave === 'call' && !this.#isDown(now)) return
    this.#openUntil = now + OPEN_FOR * 1000
    this.#become('open')
  }

  #isDown(now: number): boolean {
    if (this.#state !== 'closed') return false
    return ++this.#failures >= FAILURES_TO_OPEN && now - this.#succeededAt >= QUIET_FOR * 1000
  }

  #become(state: BreakerState): void {
    this.#state = state
    this.#onChange(state)
  }
}
