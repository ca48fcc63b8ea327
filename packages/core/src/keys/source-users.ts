import { closeQuietly } from './close-quietly.js'
import type { KeySource } from './key-source.js'

/**
 * Which sources the tenants of a family use. An application may name one source for several issuers, for one issuer
 * anew, and in new options again: it is closed when nobody uses it any more.
 */
export class SourceUsers {
  readonly #users = new Map<KeySource, number>()
  /** What a function that was replaced had named, oldest first: the new one may name it when it is asked. */
  readonly #resting = new Set<KeySource>()
  readonly #isWritten: (source: KeySource) => boolean
  #mostResting = 0

  /** @param isWritten - whether options name the source themselves, without being asked */
  constructor(isWritten: (source: KeySource) => boolean = () => false) {
    this.#isWritten = isWritten
  }

  hold(source: KeySource): void {
    this.#resting.delete(source)
    this.#users.set(source, (this.#users.get(source) ?? 0) + 1)
  }

  /** @param mayComeBack - in an answer of a function that is yet to be asked */
  release(source: KeySource, mayComeBack: boolean): void {
    const others = (this.#users.get(source) ?? 1) - 1
    if (others > 0) this.#users.set(source, others)
    else {
      this.#users.delete(source)
      this.leave(source, mayComeBack)
    }
  }

  /** Closes the source where nobody uses it, now or, within bounds, later. */
  leave(source: KeySource, mayComeBack: boolean): void {
    if (this.#users.has(source) || this.#isWritten(source)) return
    if (mayComeBack) {
      this.#resting.add(source)
      this.restUpTo(this.#mostResting)
    } else closeQuietly(source)
  }

  /** How many may wait to be named again. The others are closed. */
  restUpTo(most: number): void {
    this.#mostResting = most
    for (const source of this.#resting) {
      if (this.#resting.size <= most) return
      this.#resting.delete(source)
      if (!this.#isWritten(source)) closeQuietly(source)
    }
  }
}
