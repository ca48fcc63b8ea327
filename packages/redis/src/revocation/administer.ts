import {
  entryOf,
  type ManagedRevocationList,
  type RevocationIndex,
  resolveTarget,
  type Seconds,
} from '@meishi/core'
import { reach } from './reach.js'
import { seconds } from './seconds.js'
import type { RevocationTruth } from './truth.js'

/** The last clock's difference and tolerance on top of a lifetime, with some to spare. */
const MARGIN: Seconds = 900

/** What people do with a list. They see what this process refuses; what they change is changed for all. */
export function administer(
  index: RevocationIndex,
  truth: RevocationTruth,
  maxTokenLifetime: Seconds | null,
): Pick<ManagedRevocationList, 'entries' | 'count' | 'purge' | 'unrevoke'> {
  return {
    async *entries() {
      for (const entry of index.entries(seconds())) yield entryOf(entry)
    },
    async count() {
      index.purge(seconds())
      return index.size
    },
    async purge() {
      index.purge(seconds())
      return reach('purge', truth.purge(seconds()))
    },
    async unrevoke(target) {
      const resolved = resolveTarget(target)
      const isForEver = resolved.kind === 'keyId' || maxTokenLifetime === null
      const leaves = isForEver ? 'inf' : String(Math.ceil((seconds() + maxTokenLifetime + MARGIN) * 1000))
      const wasThere = await reach('take it back', truth.undo(resolved, leaves))
      return index.remove(resolved) || wasThere
    },
  }
}
