import type { UnixMilliseconds } from '@meishi/core'
import { reportMissing } from './report-loss.js'

/** So long nobody is told of it: whoever starts with a new Redis confirms it at once. */
const UNTOLD: UnixMilliseconds = 5000

/** That there is no list in Redis, and nobody has said that this is right. */
export class MissingList {
  #since: number | undefined

  /** What a look at Redis has found, which is returned. */
  note(isMissing: boolean): boolean {
    this.#since = isMissing ? (this.#since ?? performance.now()) : undefined
    if (this.#since !== undefined && performance.now() - this.#since >= UNTOLD) this.tell()
    return isMissing
  }

  /** Somebody was refused, and must be able to learn why. Says it once. */
  tell(): void {
    if (this.#since !== undefined) reportMissing(this)
  }
}
