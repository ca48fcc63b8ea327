import type { AlgorithmName } from '../jose/algorithms.js'
import type { NumericDate } from '../time.js'
import { type ImportedKey, importPublished, type Published } from './import-published.js'
import type { KeptDocument } from './kept-document.js'
import { publishKeyEvent } from './key-events.js'
import type { KeySourceStatus, KeyState, SkippedKey } from './key-source.js'
import { createKeySelector, type SelectKey } from './select-key.js'

const NEVER = Number.NEGATIVE_INFINITY

/** What one issuer can use of a document of keys. The document may be shared; this is the issuer's own. */
export class ImportedSet {
  readonly #issuer: string | undefined
  readonly #allowed: readonly AlgorithmName[]
  #source: KeptDocument<Published> | undefined
  #version = 0
  #imported: readonly ImportedKey[] = []
  /** Until when the keys can be used that are kept because the present document has none for this issuer. */
  #goodUntil: NumericDate = NEVER
  /** Why the present document is of no use. */
  problem: string | undefined
  select: SelectKey = () => []
  keys: KeySourceStatus['keys'] = []
  skipped: readonly SkippedKey[] = []

  constructor(issuer: string | undefined, allowed: readonly AlgorithmName[]) {
    this.#issuer = issuer
    this.#allowed = allowed
  }

  /** Whether this is what the document holds. */
  isOf(document: KeptDocument<Published>): boolean {
    return this.#source === document && this.#version === document.version && this.problem === undefined
  }

  /** Imports what is new in a document. Where nothing of it can be used, the keys from before stay. */
  take(document: KeptDocument<Published>): void {
    const { value, version } = document
    if (value === undefined) return
    if (this.#source !== document || this.#version !== version) {
      this.#source = document
      this.#version = version
      this.#import(value)
    }
    if (this.problem === undefined) this.#goodUntil = document.usableUntil
  }

  stateAt(now: NumericDate, document: KeptDocument<Published>): KeyState {
    if (this.problem === undefined) return document.stateAt(now)
    return this.#imported.length > 0 && now < this.#goodUntil ? 'stale' : 'down'
  }

  #import(published: Published): void {
    const { imported, skipped } = importPublished(published, this.#allowed, this.#imported)
    this.skipped = Object.freeze(skipped)
    if (skipped.length > 0) publishKeyEvent({ event: 'skipped', issuer: this.#issuer, keys: this.skipped })
    this.problem = imported.length === 0 ? 'no published key is for any of the allowed algorithms' : undefined
    if (imported.length === 0) return
    this.#imported = imported
    const keys = Object.freeze(imported.map(({ key }) => key))
    this.keys = Object.freeze(keys.map(({ kid, algorithm }) => Object.freeze({ kid, alg: algorithm.name })))
    // One key of PEM text has no name by which a token could mean another one.
    this.select = createKeySelector(keys, 'pem' in published && keys[0]?.kid === undefined)
  }
}
