import cluster from 'node:cluster'
import { ConfigurationError } from '../errors/configuration-error.js'
import { UnavailableError } from '../errors/unavailable-error.js'
import type { Clock, UnixMilliseconds } from '../time.js'
import { readClock, systemClock } from '../time.js'
import type { ReplayStore } from './replay-store.js'

/** Settings of {@link memoryReplayStore}. */
export interface MemoryReplayStoreOptions {
  /**
   * How many ids that are still alive it holds. Above it the store refuses (503): it never forgets a live id.
   * @default 1000000
   */
  readonly maxIds?: number
  /** @default the clock of this machine */
  readonly clock?: Clock
}

/** A replay store that can say how full it is. */
export interface MemoryReplayStore extends ReplayStore {
  /** How many ids are held, expired ones that were not swept yet included. */
  readonly size: number
}

/** A growing Map copies itself in one go; many small ones keep each pause short. */
const SHARDS = 512
const SWEEP_INTERVAL: UnixMilliseconds = 60_000
/** Times are held from here: up to 24 days V8 keeps them in the map itself, and the collector has half as much to move. */
const START: UnixMilliseconds = Date.now()

interface Shard {
  readonly deadlines: Map<string, UnixMilliseconds>
  earliest: UnixMilliseconds
  sweepAt: UnixMilliseconds
}

/**
 * Remembers used ids in this process. Several processes need a shared store: one that never met the id
 * would accept it once more.
 *
 * @throws {@link ConfigurationError} where `maxIds` is not a positive whole number
 * @example
 * jwtAuth({ ...options, preventReplay: { store: memoryReplayStore({ maxIds: 100_000 }) } })
 */
export function memoryReplayStore(options: MemoryReplayStoreOptions = {}): MemoryReplayStore {
  const { maxIds = 1_000_000, clock = systemClock } = options
  if (!Number.isSafeInteger(maxIds) || maxIds < 1)
    throw new ConfigurationError('maxIds', 'expected a whole number above 0')
  if (cluster.isWorker) warnOfCluster()
  const shards = Array.from({ length: SHARDS }, createShard)
  let size = 0

  const sweep = (shard: Shard, now: UnixMilliseconds): void => {
    const before = shard.deadlines.size
    sweepShard(shard, now)
    size -= before - shard.deadlines.size
  }
  const makeRoom = (now: UnixMilliseconds): void => {
    for (const shard of shards) {
      if (shard.earliest <= now) sweep(shard, now)
      if (size < maxIds) return
    }
    throw new UnavailableError('replay', { cause: new Error(`all ${maxIds} ids are alive`) })
  }

  return {
    get size() {
      return size
    },
    consume(id, expiresAt) {
      const now = readClock(clock) * 1000 - START
      const until = expiresAt - START
      if (!(until > now)) return false
      const shard = shards[shardOf(id)] as Shard
      if (shard.sweepAt <= now) sweep(shard, now)
      const deadline = shard.deadlines.get(id)
      if (deadline !== undefined && deadline > now) {
        shard.deadlines.set(id, Math.max(deadline, until))
        return false
      }
      if (deadline === undefined) {
        if (size >= maxIds) makeRoom(now)
        size++
      }
      shard.deadlines.set(id, until)
      shard.earliest = Math.min(shard.earliest, until)
      return true
    },
  }
}

function createShard(): Shard {
  return { deadlines: new Map(), earliest: Number.POSITIVE_INFINITY, sweepAt: Number.NEGATIVE_INFINITY }
}

function sweepShard(shard: Shard, now: UnixMilliseconds): void {
  shard.sweepAt = now + SWEEP_INTERVAL
  if (shard.earliest > now) return
  shard.earliest = Number.POSITIVE_INFINITY
  for (const [id, deadline] of shard.deadlines) {
    if (deadline <= now) shard.deadlines.delete(id)
    else if (deadline < shard.earliest) shard.earliest = deadline
  }
}

function shardOf(id: string): number {
  let hash = 0
  for (let at = Math.max(0, id.length - 8); at < id.length; at++) hash = (hash * 31 + id.charCodeAt(at)) >>> 0
  return hash % SHARDS
}

function warnOfCluster(): void {
  process.emitWarning(
    'each cluster worker remembers its own ids: a token can be used once per worker. Share a store.',
    {
      code: 'MEISHI_REPLAY_NOT_SHARED',
    },
  )
}
