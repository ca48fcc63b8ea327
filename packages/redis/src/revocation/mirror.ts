import { leavesAt, type ResolvedRevocation, type RevocationIndex, type Seconds } from '@meishi/core'
import type { Change } from './change.js'
import { ChangeFeed } from './change-feed.js'
import type { ListSettings } from './list-options.js'
import { MissingList } from './missing-list.js'
import { reportReset } from './report-loss.js'
import { isEven, restore } from './restore.js'
import { seconds } from './seconds.js'
import type { RevocationTruth } from './truth.js'

const TOO_FAST = 'changes came faster than they could be read'

/** Why the whole list is read: never read yet, changes were missed, or to find what went wrong unseen. */
type Reason = 'first' | 'gap' | 'routine'

/**
 * The entries of the list in the memory of this process. An entry that is alive leaves it only when somebody has taken
 * it back: what is missing in Redis is not gone but lost, and is given back.
 */
export class RevocationMirror {
  /** Why it may not be complete. */
  readonly missing = new MissingList()
  readonly #index: RevocationIndex
  readonly #truth: RevocationTruth
  readonly #settings: ListSettings
  readonly #feed: ChangeFeed
  /** The name of the list when it was read last. */
  #marker: string | undefined
  #isComplete = false
  /** Changes were missed, and the whole list has not been read since. */
  #isBehind = false
  /** Something that is held here may be missing in Redis, or shorter. */
  #isLossy = false
  #isLossReported = false
  #contactAt = Number.NEGATIVE_INFINITY
  #reconcileAt = 0

  constructor(index: RevocationIndex, truth: RevocationTruth, settings: ListSettings) {
    this.#index = index
    this.#truth = truth
    this.#settings = settings
    this.#feed = new ChangeFeed(truth, (change) => this.#apply(change))
  }

  /** Whether it was complete once. */
  get isComplete(): boolean {
    return this.#isComplete
  }

  /** For how long changes made elsewhere may be missing here. */
  get lag(): Seconds {
    return (performance.now() - this.#contactAt) / 1000
  }

  /** Has the next step compare this mirror with Redis entry by entry: something may be missing there. */
  compareSoon(): void {
    this.#isLossy = true
    this.#reconcileAt = 0
  }

  /** Holds an entry. @throws Error where there is no room: then this mirror is not complete */
  hold(entry: ResolvedRevocation): void {
    if (leavesAt(entry.expiresAt) <= seconds()) return
    if (!this.#index.add(entry, seconds())) throw new Error(`all ${this.#index.size} entries are alive`)
  }

  /** Learns what has changed. Rejects where Redis cannot be asked; the next step goes on from there. */
  async step(): Promise<void> {
    if (!this.#isComplete) return this.#load('first')
    if (!this.#isBehind && !(await this.#follow(true))) await this.#fallBehind()
    if (this.#isBehind) await this.#load('gap')
    else if (performance.now() >= this.#reconcileAt) await this.#load('routine')
  }

  /** Changes were trimmed while this process was away; or Redis has lost them. */
  async #fallBehind(): Promise<void> {
    if (!(await this.#feed.isTrimmed())) this.#noteLoss('its last changes are not there')
    this.#isBehind = true
  }

  async #load(reason: Reason): Promise<void> {
    await this.#judge(await this.#truth.marker())
    const isLossy = this.#isLossy
    // Before the first page, so that what is heard meanwhile is not forgotten.
    this.#isLossy = false
    this.#reconcileAt = performance.now() + this.#settings.reconcileInterval * 1000
    try {
      await this.#readAll(reason, isLossy)
    } catch (error) {
      this.#isLossy ||= isLossy
      this.#reconcileAt = 0
      throw error
    }
    this.#isComplete = true
    this.#isBehind = this.#isLossReported = false
  }

  async #readAll(reason: Reason, isLossy: boolean): Promise<void> {
    if (reason !== 'routine') await this.#feed.jump()
    else if (!isLossy && (await isEven(this.#index, this.#truth))) return this.#finish()
    for await (const page of this.#truth.pages()) {
      for (const entry of page) this.hold(entry)
      await this.#keepUp(reason)
    }
    await restore(this.#index, this.#truth, isLossy, () => this.#keepUp(reason))
    await this.#finish()
  }

  async #finish(): Promise<void> {
    await this.#truth.purge(seconds())
    // Only now: what is seeded is complete, as far as this process knows.
    this.#marker = (await this.#truth.marker()) ?? (await this.#truth.seed())
    if (!(await this.#follow(true))) throw new Error(TOO_FAST)
  }

  /** Whether the list that is there, or is not, can be the one that is known here. */
  async #judge(marker: string | undefined): Promise<void> {
    if (!this.#isComplete) {
      if (!this.missing.note(marker === undefined && this.#settings.onEmpty === 'refuse')) return
      throw new Error('there is no list in Redis: it was lost, or an operator must confirm that it is new')
    }
    if (marker !== this.#marker)
      this.#noteLoss(marker === undefined ? 'it is empty' : 'it was empty meanwhile')
  }

  #noteLoss(what: string): void {
    if (!this.#isLossReported) reportReset(what)
    this.#isLossReported = true
    this.#isLossy = true
  }

  /** Goes on following during a long load. What was missed before is still missing, so a gap vouches for nothing. */
  async #keepUp(reason: Reason): Promise<void> {
    if (this.#feed.age < this.#settings.pollInterval) return
    if (!(await this.#follow(reason === 'routine'))) throw new Error(TOO_FAST)
  }

  /** @returns false where changes were missed */
  async #follow(isCurrent: boolean): Promise<boolean> {
    const knownUntil = await this.#feed.follow()
    if (isCurrent && knownUntil !== undefined) this.#contactAt = knownUntil
    return knownUntil !== undefined
  }

  #apply(change: Change): void {
    if (change.kind === 'set') this.hold(change.entry)
    else if (change.kind === 'undo') this.#index.remove(change.target)
    else this.compareSoon()
  }
}
