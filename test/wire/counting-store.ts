import { memoryReplayStore, type ReplayStore } from '@meishi/core'

/** A real store that counts how often it is asked. */
export function countingStore(): { store: ReplayStore; calls: () => number } {
  const inner = memoryReplayStore()
  let calls = 0
  const consume: ReplayStore['consume'] = (id, expiresAt) => {
    calls++
    return inner.consume(id, expiresAt)
  }
  return { store: { consume }, calls: () => calls }
}
