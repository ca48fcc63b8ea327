import { UnavailableError } from '@meishi/core'
import { type RingTools, tendRing } from './tend-ring.js'

/** Who sees to it that a ring is looked after, and that nobody uses one that is too old. */
export interface Caretaker {
  /** Looks at the store and does what is due; one look at a time. */
  tend(): Promise<void>
  /**
   * Resolves where the copy may be used. A switch to another key is published at least `publishBefore` ahead, so a
   * copy that is younger has missed none.
   */
  keepFresh(): Promise<void>
  lastError(): string | undefined
}

export function createCaretaker(tools: RingTools): Caretaker {
  const { copy, clock, rotation } = tools
  let running: Promise<void> | undefined
  let lookedAt = Number.NEGATIVE_INFINITY
  let failure: unknown

  const tend = (): Promise<void> => {
    running ??= look().finally(() => {
      running = undefined
    })
    return running
  }
  const look = async (): Promise<void> => {
    lookedAt = clock()
    try {
      await tendRing(tools)
      failure = undefined
    } catch (error) {
      failure = error
      throw error
    }
  }

  return {
    tend,
    async keepFresh() {
      // The timer looks. Where it does not run, as in a process that is frozen between requests, somebody has to wait.
      const isLate = clock() - copy.loadedAt > 2 * rotation.pollInterval
      if (isLate && clock() - lookedAt > rotation.pollInterval) await tend().catch(() => {})
      if (clock() - copy.loadedAt > rotation.publishBefore)
        throw new UnavailableError('issuer', { cause: failure })
    },
    lastError: () => (failure === undefined ? undefined : messageOf(failure)),
  }
}

/** An outage has a fixed message; what happened is its cause. */
function messageOf(failure: unknown): string {
  const { cause } = failure as { cause?: unknown }
  const told = failure instanceof UnavailableError && cause !== undefined ? cause : failure
  return told instanceof Error ? told.message : String(told)
}
