import { createRecentMap, type RecentMap } from '../cache/recent-map.js'
import { UnavailableError } from '../errors/unavailable-error.js'
import { backOff } from '../keys/back-off.js'
import type { IssuerDirectory, IssuerPolicy } from '../policy.js'
import type { NumericDate } from '../time.js'
import type { Accepted, TenantSettings } from './tenant-settings.js'
import { withinTime } from './within-time.js'

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
  /** Questions about names that anybody can have invented, and, apart from them, about issuers that are remembered. */
  readonly #asking = new Map<string, Promise<IssuerPolicy | undefined>>()
  readonly #askingAgain = new Map<string, Promise<IssuerPolicy | undefined>>()
  #isClosed = false

  constructor(settings: TenantSettings) {
    this.#settings = settings
    this.#accepted = createRecentMap<Remembered>(settings.max, ({ accepted }) =>
      this.#release(accepted.policy),
    )
  }

  get max(): number {
    return this.#settings.max
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
    this.#isClosed = true
    this.#accepted.clear()
    this.#refused.clear()
  }

  #askOnce(
    name: string,
    known: Remembered | undefined,
    now: NumericDate,
  ): IssuerPolicy | Promise<IssuerPolicy | undefined> {
    const asking = this.#asking.get(name) ?? this.#askingAgain.get(name)
    if (asking !== undefined) return asking
    const all = known === undefined ? this.#asking : this.#askingAgain
    if (all.size >= MOST_AT_ONCE) {
      if (known !== undefined && this.#stillCounts(known, now)) return known.accepted.policy
      const cause = new Error(`more than ${MOST_AT_ONCE} issuers are asked about at once`)
      throw new UnavailableError('keys', { cause, retryAfter: 1 })
    }
    const answer = this.#ask(name, known, now).finally(() => all.delete(name))
    all.set(name, answer)
    return answer
  }

  async #ask(
    name: string,
    known: Remembered | undefined,
    now: NumericDate,
  ): Promise<IssuerPolicy | undefined> {
    const { ask, timeout, allowedFor, refusedFor } = this.#settings
    const first = ask(name, known?.accepted)
    try {
      let accepted = await withinTime(first, timeout)
      // It was driven out meanwhile, and its keys were closed.
      if (accepted !== undefined && accepted === known?.accepted && this.#accepted.get(name) !== known)
        accepted = await withinTime(ask(name, undefined), timeout)
      if (accepted === undefined) this.#refuse(name, now + refusedFor, undefined)
      else this.#accept(name, known, { accepted, answeredAt: now, askAgainAt: now + allowedFor, failures: 0 })
      return accepted?.policy
    } catch (error) {
      first.then((late) => this.#isClosed && late && this.#useOnce(late.policy), ignore)
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
    const { policy } = now.accepted
    if (known?.accepted.policy === policy) Object.assign(known, now)
    else if (this.#isClosed) this.#useOnce(policy)
    else {
      // First, for what leaves in its favour may use the same source.
      this.#settings.users.hold(policy.keys)
      this.#accepted.set(name, now, 1)
    }
  }

  /** An answer that comes after the end is good for who waits for it, and for nobody else. */
  #useOnce(policy: IssuerPolicy): void {
    this.#settings.users.hold(policy.keys)
    this.#release(policy)
  }

  /** Whoever takes the place of this directory may have the same source. */
  #release({ keys, isLent }: IssuerPolicy): void {
    this.#settings.users.release(keys, this.#isClosed && isLent)
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

const ignore = (): void => {}
