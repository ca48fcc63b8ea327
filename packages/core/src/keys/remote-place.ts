import type { NumericDate } from '../time.js'
import type { Published } from './import-published.js'
import type { KeptDocument } from './kept-document.js'
import type { KeySourceStatus, KeyState } from './key-source.js'

/** Where documents come from and go to. */
export interface DocumentHolder {
  /** The key set at an endpoint that was named by metadata. */
  readonly keysAt: (url: string) => KeptDocument<Published>
  /** Keeps what nobody here uses any more. */
  readonly rest: (document: KeptDocument<unknown>) => void
}

const WORSE: Readonly<Record<KeyState, number>> = { fresh: 0, stale: 1, down: 2 }

/** Where the keys of one issuer are: in a document that is known, or in one that its metadata names. */
export class RemotePlace {
  readonly #metadata: KeptDocument<string> | undefined
  readonly #holder: DocumentHolder
  /** What the keys are read from. */
  document: KeptDocument<Published> | undefined
  /** Where the metadata says that they are by now, until that has been loaded. */
  #next: KeptDocument<Published> | undefined
  #url: string | undefined
  isLeft = false

  constructor(place: KeptDocument<Published> | { metadata: KeptDocument<string> }, holder: DocumentHolder) {
    this.#holder = holder
    if ('metadata' in place) this.#metadata = place.metadata
    else this.document = place
  }

  /** Whether nothing has to be loaded. */
  isCalm(now: NumericDate): boolean {
    return (
      this.document?.isCalm(now) === true &&
      this.#next === undefined &&
      (this.#metadata === undefined || this.#metadata.isCalm(now))
    )
  }

  /** Loads what it is time for. Returns what has to be waited for before the document is read. */
  settle(now: NumericDate): Promise<void> | undefined {
    if (this.isLeft) return undefined
    const asking = this.#metadata?.settle(now)
    const url = this.#metadata?.value
    if (asking !== undefined) return asking.then(() => this.#follow(this.#metadata?.value, now))
    return this.#follow(url, now)
  }

  /** Loads because a key is missing: where keys are to be from now on, until that was loaded, or where they are. */
  seek(now: NumericDate): Promise<void> | undefined {
    if (this.isLeft) return undefined
    if (this.#next === undefined) return this.document?.seek(now)
    const follow = (): Promise<void> | undefined => this.#follow(this.#url, now)
    return this.#next.seek(now)?.then(follow) ?? follow()
  }

  /** Whether everything is known that the issuer publishes: a key that is not there is nobody's. */
  get isComplete(): boolean {
    return this.#next === undefined && this.document?.failures === 0
  }

  /** The worse of a state and the metadata's. */
  worse(state: KeyState, now: NumericDate): KeyState {
    const other = this.#metadata?.stateAt(now) ?? 'fresh'
    return WORSE[other] > WORSE[state] ? other : state
  }

  /** The newest of the last errors. */
  get lastError(): KeySourceStatus['lastError'] {
    const errors = this.#documents().flatMap(({ lastError }) => lastError ?? [])
    return errors.sort((one, other) => other.at - one.at)[0]
  }

  get failures(): number {
    return this.#documents().reduce((sum, { failures }) => sum + failures, 0)
  }

  /** When something is loaded again that failed. */
  get retryAt(): NumericDate {
    return Math.max(0, ...this.#documents().map(({ retryAt }) => retryAt))
  }

  /** Loads nothing any more; what is there can still be read. */
  leave(): void {
    if (this.isLeft) return
    this.isLeft = true
    for (const document of this.#documents()) this.#holder.rest(document)
  }

  #documents(): KeptDocument<unknown>[] {
    return [this.#next, this.document, this.#metadata].filter((one) => one !== undefined)
  }

  #follow(url: string | undefined, now: NumericDate): Promise<void> | undefined {
    if (url !== undefined && url !== this.#url) {
      this.#url = url
      this.#next = this.#holder.keysAt(url)
    }
    const { document } = this
    if (this.#next === undefined) {
      // Keys that cannot be had where they were may be elsewhere by now.
      if (document !== undefined && document.failures > 0) this.#metadata?.seek(now)
      return document?.settle(now)
    }
    const loading = this.#next.settle(now)
    if (document === undefined || this.#next.value !== undefined) {
      this.document = this.#next
      this.#next = undefined
      if (document !== undefined) this.#holder.rest(document)
      return loading
    }
    return document.settle(now)
  }
}
