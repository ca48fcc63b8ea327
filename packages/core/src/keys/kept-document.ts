import type { Clock, NumericDate, Seconds } from '../time.js'
import { backOff } from './back-off.js'
import { asFailure, type FetchFailure } from './fetch-failure.js'
import { publishKeyEvent } from './key-events.js'
import type { KeyState } from './key-source.js'

/** What a load gave. */
export interface Loaded<Value> {
  /** `undefined`: what is there has not changed. */
  readonly value: Value | undefined
  readonly tag: string | undefined
  readonly bytes: number
  readonly freshFor: Seconds
}

/** Settings of a {@link KeptDocument}. */
export interface DocumentSettings<Value> {
  /** By which its users find it. */
  readonly name: string
  /** Host and port, or the name of a file. */
  readonly place: string
  readonly clock: Clock
  /** @param tag - stands for what is there already */
  readonly load: (tag: string | undefined) => Promise<Loaded<Value>>
  readonly staleFor: Seconds
  readonly cooldown: Seconds
}

/** A failed try this long ago, or less, tells that an outage goes on: then nobody waits for the next one. */
const OUTAGE_MEMORY: Seconds = 120
const NEVER = Number.NEGATIVE_INFINITY

/**
 * One document from elsewhere, a key set or metadata, and when to load it again. It has no timer: whoever uses it
 * touches it. All its users share its loads, its back-off and its cooldown.
 */
export class KeptDocument<Value> {
  readonly name: string
  readonly #settings: DocumentSettings<Value>
  value: Value | undefined
  /** Changes with the value. */
  version = 0
  bytes = 0
  /** When the last good load began: what was published then is known. */
  loadedAt: NumericDate = NEVER
  freshUntil: NumericDate = NEVER
  retryAt: NumericDate = NEVER
  failures = 0
  lastError: { readonly at: NumericDate; readonly problem: string } | undefined
  #tag: string | undefined
  #refreshAt: NumericDate = NEVER
  #startedAt: NumericDate = NEVER
  #loading: Promise<void> | undefined

  constructor(settings: DocumentSettings<Value>) {
    this.name = settings.name
    this.#settings = settings
  }

  /** Whether there is nothing to do but use the value. */
  isCalm(now: NumericDate): boolean {
    return now < this.#refreshAt && now >= this.loadedAt
  }

  get usableUntil(): NumericDate {
    return Math.max(this.freshUntil, this.loadedAt + this.#settings.staleFor)
  }

  stateAt(now: NumericDate): KeyState {
    if (this.value === undefined || now >= this.usableUntil) return 'down'
    return now < this.freshUntil ? 'fresh' : 'stale'
  }

  /**
   * Begins to load where it is time, ahead of need. Returns what has to be waited for before the value may be used:
   * nothing while it is fresh, nor while an outage goes on and it may still be used.
   */
  settle(now: NumericDate): Promise<void> | undefined {
    if (!this.isCalm(now)) this.#startUnlessWaiting(now)
    const state = this.stateAt(now)
    if (state === 'fresh') return undefined
    const isOutage = this.failures > 0 && now - this.#startedAt <= OUTAGE_MEMORY
    return state === 'stale' && isOutage ? undefined : this.#loading
  }

  /** Loads because something is missing, at most once per cooldown. Nothing to wait for where that is too early. */
  seek(now: NumericDate): Promise<void> | undefined {
    const isCoolingDown = now < this.#startedAt + this.#settings.cooldown && now >= this.#startedAt
    if (!isCoolingDown) this.#startUnlessWaiting(now)
    return this.#loading
  }

  /** One load at a time, and none before the back-off is over. A clock that was set back ends the wait. */
  #startUnlessWaiting(now: NumericDate): void {
    const isBackingOff = now < this.retryAt && now >= this.#startedAt
    if (this.#loading !== undefined || isBackingOff) return
    this.#startedAt = now
    this.#loading = this.#load(now).finally(() => {
      this.#loading = undefined
    })
  }

  /** Never rejects: what went wrong is kept. */
  async #load(now: NumericDate): Promise<void> {
    const { load, place } = this.#settings
    const startedAt = performance.now()
    const durationMillis = (): number => Math.round(performance.now() - startedAt)
    try {
      const loaded = await load(this.#tag)
      this.#keep(loaded, now)
      const isChanged = loaded.value !== undefined
      publishKeyEvent({ event: 'fetched', endpoint: place, isChanged, durationMillis: durationMillis() })
    } catch (error) {
      const { message: problem, retryAfter } = asFailure(error, place)
      const retryIn = this.#fail(problem, retryAfter)
      publishKeyEvent({
        event: 'failed',
        endpoint: place,
        problem,
        durationMillis: durationMillis(),
        retryIn,
      })
    }
  }

  #keep({ value, tag, bytes, freshFor }: Loaded<Value>, now: NumericDate): void {
    if (value !== undefined) {
      this.value = value
      this.bytes = bytes
      this.version++
    }
    this.#tag = tag
    this.loadedAt = now
    this.freshUntil = now + freshFor
    this.#refreshAt = now + freshFor * (0.75 + Math.random() / 10)
    this.retryAt = NEVER
    this.failures = 0
  }

  #fail(problem: string, retryAfter: FetchFailure['retryAfter']): Seconds {
    const now = this.#settings.clock()
    const retryIn = backOff(++this.failures, retryAfter)
    this.retryAt = now + retryIn
    this.lastError = { at: now, problem }
    return retryIn
  }
}
