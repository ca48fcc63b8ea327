import cluster from 'node:cluster'
import type { ConfigurationError } from '../errors/configuration-error.js'
import { UnavailableError } from '../errors/unavailable-error.js'
import { isFunction, isInteger, isObject, isOr } from '../options/expect.js'
import { isSeconds } from '../options/expect-values.js'
import { type Clock, readClock, type Seconds, systemClock } from '../time.js'
import { entryOf, resolveEntry, resolveTarget } from './resolve-entry.js'
import { RevocationIndex } from './revocation-index.js'
import type { ManagedRevocationList } from './revocation-list.js'

/** Settings of {@link memoryRevocationList}. */
export interface MemoryRevocationListOptions {
  /**
   * How many entries that are still alive it holds. Above it `revoke()` fails: the list never forgets a living entry.
   * @default 1000000
   */
  readonly maxEntries?: number
  /**
   * How long a token may live. Entries without `expiresAt` outlive it, and policies that ask this list accept no token
   * that lives longer. `null`: for ever; then such entries never leave.
   * @default 604800
   */
  readonly maxTokenLifetime?: Seconds | null
  /** @default the clock of this machine */
  readonly clock?: Clock
}

const checkOptions = isObject({
  maxEntries: isInteger(1, 2 ** 24),
  maxTokenLifetime: isOr(null, isSeconds),
  clock: isFunction,
})

/**
 * Remembers in this process what was called back. Several processes need a shared list, or each must be told.
 *
 * @throws {@link ConfigurationError} naming the option
 * @example
 * const revocation = memoryRevocationList()
 * const auth = jwtAuth({ ...options, revocation })
 * await revocation.revoke({ issuer: 'https://id.example', sessionId: 'a1b2' })
 */
export function memoryRevocationList(options: MemoryRevocationListOptions = {}): ManagedRevocationList {
  checkOptions(options, '')
  const { maxEntries = 1_000_000, maxTokenLifetime = 604_800, clock = systemClock } = options
  if (cluster.isWorker) warnOfCluster()
  const index = new RevocationIndex(maxEntries)
  return {
    maxTokenLifetime,
    isRevoked: (query) => index.matches(query, readClock(clock)),
    async revoke(entry) {
      const now = readClock(clock)
      if (!index.add(resolveEntry(entry, now, maxTokenLifetime), now))
        throw new UnavailableError('revocation', { cause: new Error(`all ${maxEntries} entries are alive`) })
    },
    async *entries() {
      for (const entry of index.entries(readClock(clock))) yield entryOf(entry)
    },
    async count() {
      index.purge(readClock(clock))
      return index.size
    },
    purge: async () => index.purge(readClock(clock)),
    unrevoke: async (target) => index.remove(resolveTarget(target)),
    status: () => ({ state: 'live', entries: index.size, lag: 0 }),
  }
}

function warnOfCluster(): void {
  process.emitWarning(
    'each cluster worker keeps its own list: a token revoked in one passes in the others. Share a list.',
    { code: 'MEISHI_REVOCATION_NOT_SHARED' },
  )
}
