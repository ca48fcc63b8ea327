import { createRecentMap, type RecentMap } from '../cache/recent-map.js'
import { UnavailableError } from '../errors/unavailable-error.js'
import { backOff } from '../keys/back-off.js'
import { closeQuietly } from '../keys/close-quietly.js'
import type { IssuerDirectory, IssuerPolicy } from '../policy.js'
import type { Clock, NumericDate, Seconds } from '../time.js'
import { withinTime } from './within-time.js'

/** An issuer that was accepted, and the answer that did. */
export interface Accepted {
  readonly answer: unknown
  readonly policy: IssuerPolicy
}

/** Settings of {@link TenantIssuers}. */
export interface TenantSettings {
  readonly clock: Clock
  /**
   * Asks the application. `undefined`: not accepted.
   *
   * @param before - what is remembered of this issuer, to be given back where nothing has changed
   */
  readonly ask: (name: string, before: Accepted | undefined) => Promise<Accepted | undefined>
  readonly timeout: Seconds
  readonly max: number
  readonly allowedFor: Seconds
  readonly refusedFor: Seconds
  /** How long an answer stands while no other one can be had. */
  readonly staleFor: Seconds
}

interface Remembered {
  accepted: Accepted
  answeredAt: NumericDate
  askAgainAt: NumericDate
  failures: number
}

/** How many issuers the application is asked about at once: a flood of invented names is no flood of questions. */
const MOST_AT_ONCE = 32
/** How many refused names are remembered: small, because anybody can invent them. */
const MOST_REFUSED = 4096

/** Issuers that only the application knows. Everything about them is bounded, for their names come from strangers. */
export class TenantIssuers implements IssuerDirectory {
  readonly #settings: TenantSettings
  readonly #accepted: RecentMap<Remembered>
  readonly #refused = createRecentMap<{ readonly until: NumericDate; readonly fault: unknown }>(MOST_REFUSED)
  readonly #asking = new Map<string, Promise<IssuerPolicy | undefined>>()

  constructor(settings: TenantSettings) {
    this.#settings = settings
    this.#accepted = createRecentMap<Remembered>(settings.max, ({ accepted }) =>
      closeQuietly(accepted.policy.keys),
    )
  }

  find(name: string): IssuerPolicy | undefined | Promise<IssuerPolicy | undefined> {
    const now = this.#settings.clock()
    const known = this.#accepted.get(name)
    if (known !== undefined && now < known.askAgainAt && now >= known.answeredAt) return known.accepted.policy
    const refused = this.#refused.get(name)
    if (refused === undefined || now >= refused.until) return this.#askOnce(name, known, now)
    if (refused.fault !== undefined) throw refused.fault
    return undefined
  }

  known(): readonly IssuerPolicy[] {
    return Array.from(this.#accepted.entries(), ([, { accepted }]) => accepted.policy)
  }

  close(): void {
    this.#accepted.clear()
    this.#refused.clear()
  }

  #askOnce(name: string, known: Remembered | undefined, now: NumericDate): Promise<IssuerPolicy | undefined> {
    const asking = this.#asking.get(name)
    if (asking !== undefined) return asking
    if (this.#asking.size >= MOST_AT_ONCE) {
      const cause = new Error(`more than ${MOST_AT_ONCE} issuers are asked about at once`)
      throw new UnavailableError('keys', { cause, retryAfter: 1 })
    }
    const answer = this.#ask(name, known, now).finally(() => this.#asking.delete(name))
    this.#asking.set(name, answer)
    return answer
  }

  async #ask(
    name: string,
    known: Remembered | undefined,
    now: NumericDate,
  ): Promise<IssuerPolicy | undefined> {
    const { ask, timeout, allowedFor, refusedFor } = this.#settings
    try {
      const accepted = await withinTime(ask(name, known?.accepted), timeout)
      if (accepted === undefined) this.#refuse(name, now + refusedFor, undefined)
      else this.#accept(name, known, { accepted, answeredAt: now, askAgainAt: now + allowedFor, failures: 0 })
      return accepted?.policy
    } catch (error) {
      const isOutage = error instanceof UnavailableError
      if (isOutage && known !== undefined && this.#stillCounts(known, now)) return known.accepted.policy
      // A mistake in an answer is made again by asking again.
      if (!isOutage) this.#refuse(name, now + refusedFor, error)
      throw error
    }
  }

  /** What has not changed keeps its keys, and with them what was proven under them. */
  #accept(name: string, known: Remembered | undefined, now: Remembered): void {
    this.#refused.delete(name)
    if (known?.accepted.policy === now.accepted.policy && this.#accepted.get(name) === known)
      Object.assign(known, now)
    else this.#accepted.set(name, now, 1)
  }

  #refuse(name: string, until: NumericDate, fault: unknown): void {
    this.#accepted.delete(name)
    this.#refused.set(name, { until, fault }, 1)
  }

  #stillCounts(known: Remembered, now: NumericDate): boolean {
    const { allowedFor, staleFor } = this.#settings
    known.askAgainAt = now + backOff(++known.failures)
    return now < known.answeredAt + Math.max(allowedFor, staleFor)
  }
}
