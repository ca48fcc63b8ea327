import type { RevocationStatus, Seconds } from '@meishi/core'
import type { RevocationMirror } from './mirror.js'
import { repeat } from './repeat.js'

/** Keeps a mirror up to date until it is closed. */
export interface FollowedList {
  ready(): Promise<void>
  state(): RevocationStatus['state']
  /** What went wrong last, while it does. */
  readonly lastError: unknown
  /** Asks for changes now. */
  wake(): void
  close(): void
}

/** Has a mirror follow the list in Redis, again and again, whatever goes wrong. */
export function followList(
  mirror: RevocationMirror,
  { pollInterval, maxSilence }: { readonly pollInterval: Seconds; readonly maxSilence: Seconds },
  onContact: () => void,
): FollowedList {
  const waiting = new Set<(error?: Error) => void>()
  let isClosed = false
  let lastError: unknown

  const settle = (error?: Error): void => {
    for (const end of waiting) end(error)
    waiting.clear()
  }
  const following = repeat(async () => {
    try {
      await mirror.step()
      lastError = undefined
      onContact()
      settle()
    } catch (error) {
      lastError = error ?? new Error('the client failed without a reason')
    }
  }, pollInterval)

  return {
    get lastError() {
      return lastError
    },
    ready: () =>
      new Promise((resolve, reject) => {
        const end = (error?: Error): void => (error === undefined ? resolve() : reject(error))
        if (mirror.isComplete) end()
        else if (isClosed) end(closed())
        else waiting.add(end)
      }),
    state() {
      if (isClosed) return 'closed'
      if (!mirror.isComplete) return 'loading'
      return mirror.lag > maxSilence ? 'stale' : 'live'
    },
    wake: following.wake,
    close() {
      isClosed = true
      following.stop()
      settle(closed())
    },
  }
}

const closed = (): Error => new Error('the list was closed')
