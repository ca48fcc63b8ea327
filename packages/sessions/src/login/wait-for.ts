import type { Seconds } from '@meishi/core'

/** Resolves after a time, and keeps no process alive for it. */
export function waitFor(seconds: Seconds): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000).unref()
  })
}
