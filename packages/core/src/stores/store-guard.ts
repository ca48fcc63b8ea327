import { channel } from 'node:diagnostics_channel'
import { UnavailableError, type UnavailablePart } from '../errors/unavailable-error.js'
import type { Seconds } from '../time.js'
import { CircuitBreaker, type Leave } from './circuit-breaker.js'
import type { StoreRecord } from './store-record.js'

/**
 * So many calls may wait for one store, those included whose time is over but which the store still holds on to:
 * a store that never answers is asked no more than this.
 */
const MOST_WAITING = 4096

type Outcome = Extract<StoreRecord, { event: 'call' }>['outcome']

/** What every store of the process is doing, for who wants to listen. */
const records = channel('meishi:store')
const guards = new Map<UnavailablePart, WeakMap<object, StoreGuard>>()

/** The guard of a store: the same for every route and authenticator that uses this store. */
export function storeGuard(part: UnavailablePart, store: object): StoreGuard {
  const ofPart = guards.get(part) ?? new WeakMap<object, StoreGuard>()
  guards.set(part, ofPart)
  const guard = ofPart.get(store) ?? new StoreGuard(part)
  ofPart.set(store, guard)
  return guard
}

/** Asks a store with a time limit, a bound on how many wait, and a circuit breaker. What answers at once pays for none. */
export class StoreGuard {
  readonly #part: UnavailablePart
  readonly #breaker: CircuitBreaker
  readonly #mostWaiting: number
  #waiting = 0

  constructor(part: UnavailablePart, mostWaiting = MOST_WAITING) {
    this.#part = part
    this.#mostWaiting = mostWaiting
    this.#breaker = new CircuitBreaker((state) => publish({ event: 'breaker', part, state }))
  }

  /**
   * What the store answers. What it throws or rejects with is passed on. An answer that comes too late is ignored,
   * and so is a late failure.
   *
   * @throws UnavailableError, or a promise of it: too late, too many, or the breaker is open
   */
  call<Answer>(ask: () => Answer | Promise<Answer>, timeout: Seconds): Answer | Promise<Answer> {
    const startedAt = records.hasSubscribers ? performance.now() : undefined
    const leave = this.#leave(startedAt)
    let answer: Answer | Promise<Answer>
    try {
      answer = ask()
    } catch (error) {
      // A store that fails at once keeps nobody waiting, so it is no reason to leave it alone.
      if (leave === 'probe') this.#breaker.failed(leave)
      this.#told('failed', startedAt)
      throw error
    }
    if (isPromise(answer)) return this.#wait(answer, timeout, leave, startedAt)
    if (leave === 'probe') this.#breaker.succeeded()
    this.#told('answered', startedAt)
    return answer
  }

  #leave(startedAt: number | undefined): Leave {
    const leave =
      this.#waiting < this.#mostWaiting
        ? this.#breaker.ask()
        : { retryAfter: 1, cause: `${this.#waiting} calls wait` }
    if (typeof leave === 'string') return leave
    this.#told('not_asked', startedAt)
    const cause = new Error('cause' in leave ? leave.cause : 'it failed several times in a row')
    throw new UnavailableError(this.#part, { cause, retryAfter: leave.retryAfter })
  }

  #wait<Answer>(
    asked: PromiseLike<Answer>,
    timeout: Seconds,
    leave: Leave,
    startedAt: number | undefined,
  ): Promise<Answer> {
    this.#waiting++
    return new Promise((resolve, reject) => {
      let isOpen = true
      const close = (outcome: Outcome): boolean => {
        if (!isOpen) return false
        isOpen = false
        clearTimeout(timer)
        if (outcome === 'answered') this.#breaker.succeeded()
        else this.#breaker.failed(leave)
        this.#told(outcome, startedAt)
        return true
      }
      const expire = (): void => {
        const cause = new Error(`no answer within ${timeout} seconds`)
        if (close('timed_out')) reject(new UnavailableError(this.#part, { cause }))
      }
      // Behind the next reading of sockets: a process that was busy may find the answer there, in good time.
      const timer = setTimeout(() => setImmediate(expire), timeout * 1000).unref()
      Promise.resolve(asked).then(
        (answer) => {
          this.#waiting--
          if (close('answered')) resolve(answer)
        },
        (error: unknown) => {
          this.#waiting--
          if (close('failed')) reject(error)
        },
      )
    })
  }

  #told(outcome: Outcome, startedAt: number | undefined): void {
    if (startedAt === undefined) return
    const durationMicros = Math.round((performance.now() - startedAt) * 1000)
    records.publish(Object.freeze({ event: 'call', part: this.#part, outcome, durationMicros }))
  }
}

function isPromise<Answer>(answer: Answer | PromiseLike<Answer>): answer is PromiseLike<Answer> {
  return typeof answer === 'object' && answer !== null && 'then' in answer
}

function publish(record: StoreRecord): void {
  if (records.hasSubscribers) records.publish(Object.freeze(record))
}
