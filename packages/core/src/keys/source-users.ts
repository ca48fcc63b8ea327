import { closeQuietly } from './close-quietly.js'
import type { KeySource } from './key-source.js'

/** How many use each source. An application may name one source for several issuers, or for one issuer anew. */
export class SourceUsers {
  readonly #users = new Map<KeySource, number>()

  hold(source: KeySource): void {
    this.#users.set(source, (this.#users.get(source) ?? 0) + 1)
  }

  /** Closes the source where nobody else uses it. */
  release(source: KeySource): void {
    const others = (this.#users.get(source) ?? 1) - 1
    if (others > 0) this.#users.set(source, others)
    else {
      this.#users.delete(source)
      closeQuietly(source)
    }
  }
}
