import type { Seconds } from '../time.js'
import { abortable } from './abortable.js'
import { FetchFailure } from './fetch-failure.js'

/** How many fetches run at once, of all key sets and issuers of one family together. */
const MOST_AT_ONCE = 32

/** Runs fetches: a few at a time, each for a limited time, the wait for its turn included. */
export class FetchQueue {
  readonly #timeout: Seconds
  readonly #running = new Set<AbortController>()
  readonly #waiting: (() => void)[] = []
  #active = 0
  #isClosed = false

  constructor(timeout: Seconds) {
    this.#timeout = timeout
  }

  /**
   * @param place - host and port
   * @throws {@link FetchFailure} where the time is up; what the work throws
   */
  async run<T>(place: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController()
    const { signal } = controller
    const stop = (why: string): void => controller.abort(new FetchFailure(`${place} ${why}`))
    if (this.#isClosed) stop('is not asked any more')
    const timer = setTimeout(
      () => stop(`gave no whole answer within ${this.#timeout} s`),
      this.#timeout * 1000,
    )
    timer.unref()
    this.#running.add(controller)
    try {
      await this.#turn(signal)
      return await abortable(work(signal), signal).finally(() => this.#next())
    } finally {
      clearTimeout(timer)
      this.#running.delete(controller)
    }
  }

  /** Stops what is under way, and whatever comes. */
  close(): void {
    this.#isClosed = true
    for (const controller of this.#running) controller.abort(new FetchFailure('the authenticator was closed'))
  }

  async #turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#active < MOST_AT_ONCE) {
      this.#active++
      return
    }
    let go = (): void => {}
    const turn = new Promise<void>((resolve) => {
      go = resolve
    })
    this.#waiting.push(go)
    await abortable(turn, signal).catch((reason: unknown) => {
      const index = this.#waiting.indexOf(go)
      if (index >= 0) this.#waiting.splice(index, 1)
      else this.#next()
      throw reason
    })
  }

  /** Hands the place of one that is done to the next. */
  #next(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#active--
    else next()
  }
}
