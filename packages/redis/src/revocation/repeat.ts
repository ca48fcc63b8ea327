import type { Seconds } from '@meishi/core'

/** Work that is done again and again. */
export interface Repetition {
  /** Does it now, or once more when it is being done. */
  wake(): void
  stop(): void
}

/** Does something now and again and again, with a pause in between, never twice at once. Keeps no process alive. */
export function repeat(work: () => Promise<void>, pause: Seconds): Repetition {
  let timer: NodeJS.Timeout | undefined
  let [isAtWork, isWanted, isStopped] = [false, false, false]
  const run = async (): Promise<void> => {
    clearTimeout(timer)
    isAtWork = true
    do {
      isWanted = false
      await work()
    } while (isWanted && !isStopped)
    isAtWork = false
    if (!isStopped) timer = setTimeout(run, pause * 1000).unref()
  }
  void run()
  return {
    wake() {
      if (isAtWork) isWanted = true
      else if (!isStopped) void run()
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
