import { UnavailableError } from '../errors/unavailable-error.js'
import type { AlgorithmName } from '../jose/algorithms.js'
import type { VerificationKey } from '../jose/verification-key.js'
import type { NumericDate } from '../time.js'
import { FetchFailure } from './fetch-failure.js'
import { ImportedSet } from './imported-set.js'
import { publishKeyEvent } from './key-events.js'
import type { KeySource, KeySourceStatus, KeyState } from './key-source.js'
import type { RemotePlace } from './remote-place.js'

/** Settings of {@link RemoteJwks}. */
export interface RemoteJwksSettings {
  readonly issuer: string | undefined
  readonly place: RemotePlace
  readonly algorithms: readonly AlgorithmName[]
  readonly clock: () => NumericDate
}

type Found = readonly VerificationKey[]

/**
 * The keys of one issuer, as it publishes them elsewhere. While they are fresh `resolve` is a look into a map. When
 * something has to be fetched is the documents' to say, which others may share; what is imported is this issuer's own.
 */
export class RemoteJwks implements KeySource {
  readonly #issuer: string | undefined
  readonly #place: RemotePlace
  readonly #set: ImportedSet
  readonly #clock: () => NumericDate
  #state: KeyState | undefined

  constructor({ issuer, place, algorithms, clock }: RemoteJwksSettings) {
    this.#issuer = issuer
    this.#place = place
    this.#set = new ImportedSet(issuer, algorithms)
    this.#clock = clock
  }

  resolve(kid: string | undefined): Found | Promise<Found> {
    const now = this.#clock()
    const { document } = this.#place
    if (document !== undefined && this.#place.isCalm(now) && this.#set.isOf(document)) {
      const found = this.#set.select(kid)
      if (found.length > 0) return found
    }
    const waiting = this.#place.settle(now)
    if (waiting === undefined) return this.#answer(kid, now)
    return waiting.then(() => this.#answer(kid, this.#clock()))
  }

  status(): KeySourceStatus {
    const now = this.#clock()
    const { document, lastError, failures } = this.#place
    const state = this.#look(now)
    const isKnown = document?.value !== undefined
    const lacks = this.#set.problem
    return {
      state,
      keys: this.#set.keys,
      skipped: this.#set.skipped,
      age: isKnown ? Math.max(0, now - document.loadedAt) : undefined,
      lastSuccess: isKnown ? document.loadedAt : undefined,
      usableUntil: isKnown ? document.usableUntil : undefined,
      lastError: lacks === undefined ? lastError : { at: document?.loadedAt ?? now, problem: lacks },
      failures,
    }
  }

  async refresh(): Promise<void> {
    await this.#place.settle(this.#clock())
    await this.#place.seek(this.#clock())
    const now = this.#clock()
    if (this.#look(now) === 'down') throw this.#unavailable(now)
  }

  close(): void {
    this.#place.leave()
  }

  /** A `kid` that is not there is looked for once more, where that is allowed by now. */
  #answer(kid: string | undefined, now: NumericDate): Found | Promise<Found> {
    const { document } = this.#place
    if (this.#look(now) === 'down' || document === undefined) throw this.#unavailable(now)
    const found = this.#set.select(kid)
    if (found.length > 0 || kid === undefined) return found
    const seeking = this.#place.seek(now)
    if (seeking === undefined) return this.#conclude(kid, now)
    return seeking.then(() => this.#conclude(kid, this.#clock()))
  }

  /** Nobody has such a key only where the issuer was asked with success. */
  #conclude(kid: string, now: NumericDate): Found {
    this.#look(now)
    const found = this.#set.select(kid)
    const isKnown = this.#place.isComplete && this.#set.problem === undefined
    if (found.length === 0 && !isKnown) throw this.#unavailable(now)
    return found
  }

  /** Takes in what was loaded since, and tells where the state has changed. */
  #look(now: NumericDate): KeyState {
    const { document } = this.#place
    if (document !== undefined) this.#set.take(document)
    const own = document === undefined ? 'down' : this.#set.stateAt(now, document)
    const state = this.#place.worse(own, now)
    if (this.#state !== undefined && this.#state !== state)
      publishKeyEvent({ event: 'state', issuer: this.#issuer, from: this.#state, to: state })
    this.#state = state
    return state
  }

  #unavailable(now: NumericDate): UnavailableError {
    const problem = this.#set.problem ?? this.#place.lastError?.problem ?? 'no keys have been loaded yet'
    const retryAfter = Math.min(600, Math.max(1, this.#place.retryAt - now))
    return new UnavailableError('keys', { cause: new FetchFailure(problem), retryAfter })
  }
}
