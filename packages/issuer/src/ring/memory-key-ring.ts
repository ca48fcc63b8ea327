import type { KeyRingStore, StoredRing } from './key-ring-store.js'

/**
 * Keeps a key ring in this process: a restart makes new keys, and tokens of before are dead. For one process and for
 * tests.
 *
 * @example
 * const store = memoryKeyRing()
 */
export function memoryKeyRing(): KeyRingStore {
  let kept: StoredRing | undefined
  return {
    load: async () => kept,
    async save(next, expectedVersion) {
      if ((kept?.version ?? 0) !== expectedVersion) return false
      kept = next
      return true
    },
  }
}
