import { type Clock, type NumericDate, UnavailableError } from '@meishi/core'
import { askStore } from './ask-store.js'
import type { KeyRingStore } from './key-ring-store.js'
import { mergeRings } from './merge-rings.js'
import type { Ring } from './ring.js'
import { openRing, sealRing } from './seal-ring.js'
import type { ImportedSealingKey } from './sealing-keys.js'

/** What a process knows of the shared ring, and the one way to change it. */
export interface RingCopy {
  /** As last seen. Never an older one than any seen before. */
  readonly ring: Ring
  /** Since when nothing that happened in the store can have been missed. */
  readonly loadedAt: NumericDate
  /** Name of the key that sealed what is stored. */
  readonly sealedBy: string | undefined
  /** Looks at the store, and gives back to it what it has lost. */
  refresh(): Promise<Ring>
  /**
   * Changes the ring for all processes. `change` is asked again where another process was faster, and returns the
   * ring it was given where nothing is left to do.
   */
  update(change: (ring: Ring) => Ring, isForced?: boolean): Promise<Ring>
}

const EMPTY: Ring = { version: 0, keys: [], tombstones: [] }
/** With so many losses in a row something else is wrong than the competition. */
const MOST_ATTEMPTS = 50

export interface RingCopyOptions {
  readonly store: KeyRingStore
  readonly issuer: string
  readonly sealingKeys: readonly ImportedSealingKey[]
  readonly clock: Clock
}

/** Begins with nothing: `refresh` comes first. */
export function createRingCopy({ store, issuer, sealingKeys, clock }: RingCopyOptions): RingCopy {
  let ring = EMPTY
  let sealedBy: string | undefined
  let loadedAt = Number.NEGATIVE_INFINITY

  const save = async (next: Ring, expectedVersion: number): Promise<boolean> => {
    const now = clock()
    const newer = { ...next, version: Math.max(next.version, expectedVersion) + 1 }
    const stored = sealRing(newer, issuer, sealingKeys)
    if (!(await askStore(() => store.save(stored, expectedVersion)))) return false
    ring = mergeRings(ring, newer, now)
    sealedBy = sealingKeys[0]?.id
    loadedAt = now
    return true
  }

  const refresh = async (): Promise<Ring> => {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const now = clock()
      const stored = await askStore(() => store.load())
      const opened = stored === undefined ? undefined : openRing(stored, issuer, sealingKeys)
      const theirs = opened?.ring ?? EMPTY
      const merged = mergeRings(ring, theirs, now)
      if (merged !== theirs && !(await save(merged, theirs.version))) continue
      if (merged === theirs) {
        ring = theirs
        sealedBy = opened?.sealedBy
        loadedAt = now
      }
      return ring
    }
    throw tooBusy()
  }

  return {
    get ring() {
      return ring
    },
    get loadedAt() {
      return loadedAt
    },
    get sealedBy() {
      return sealedBy
    },
    refresh,
    async update(change, isForced = false) {
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        const base = await refresh()
        const next = change(base)
        if ((next === base && !isForced) || (await save(next, base.version))) return ring
      }
      throw tooBusy()
    },
  }
}

function tooBusy(): UnavailableError {
  return new UnavailableError('issuer', {
    cause: new Error('other processes changed the key ring all the time'),
  })
}
