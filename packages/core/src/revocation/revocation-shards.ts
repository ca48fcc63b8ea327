import type { NumericDate, Seconds } from '../time.js'
import {
  countHeld,
  expandHeld,
  firstLeave,
  type HeldRevocation,
  livingHeld,
  type PackedRevocation,
  packHeld,
} from './held-revocation.js'

/** A growing Map copies itself in one go; many small ones keep each pause short. */
const SHARDS = 64
const SWEEP_INTERVAL: Seconds = 60

interface Shard {
  readonly held: Map<string, PackedRevocation>
  /** No entry of the shard leaves before. */
  earliest: NumericDate
  sweepAt: NumericDate
}

/** Everything of one issuer and one kind, by id. */
export class RevocationShards {
  readonly #shards: (Shard | undefined)[] = new Array(SHARDS)

  get(id: string): HeldRevocation | undefined {
    return expandHeld(this.#shards[shardOf(id)]?.held.get(id))
  }

  set(id: string, held: HeldRevocation): void {
    const at = shardOf(id)
    const shard = this.#shards[at] ?? createShard()
    this.#shards[at] = shard
    shard.held.set(id, packHeld(held))
    shard.earliest = Math.min(shard.earliest, firstLeave(held))
  }

  /** Looks from time to time whether entries that are held beside an id may leave. @returns how many left */
  sweepNear(id: string, now: NumericDate): number {
    const shard = this.#shards[shardOf(id)]
    return shard !== undefined && shard.sweepAt <= now ? sweep(shard, now) : 0
  }

  delete(id: string): void {
    this.#shards[shardOf(id)]?.held.delete(id)
  }

  /** @returns how many entries left */
  purge(now: NumericDate): number {
    let gone = 0
    for (const shard of this.#shards) if (shard !== undefined) gone += sweep(shard, now)
    return gone
  }

  get isEmpty(): boolean {
    return this.#shards.every((shard) => shard === undefined || shard.held.size === 0)
  }

  *[Symbol.iterator](): Generator<[id: string, held: HeldRevocation]> {
    for (const shard of this.#shards) {
      if (shard === undefined) continue
      for (const [id, packed] of shard.held) yield [id, expandHeld(packed)]
    }
  }
}

function createShard(): Shard {
  return { held: new Map(), earliest: Number.POSITIVE_INFINITY, sweepAt: 0 }
}

function sweep(shard: Shard, now: NumericDate): number {
  shard.sweepAt = now + SWEEP_INTERVAL
  if (shard.earliest > now) return 0
  shard.earliest = Number.POSITIVE_INFINITY
  let gone = 0
  for (const [id, packed] of shard.held) {
    const held = expandHeld(packed)
    const before = countHeld(held)
    const living = livingHeld(held, now)
    gone += before - countHeld(living)
    if (living === undefined) shard.held.delete(id)
    else if (living !== held) shard.held.set(id, packHeld(living))
    shard.earliest = Math.min(shard.earliest, firstLeave(living))
  }
  return gone
}

function shardOf(id: string): number {
  let hash = 0
  for (let at = Math.max(0, id.length - 8); at < id.length; at++) hash = (hash * 31 + id.charCodeAt(at)) >>> 0
  return hash % SHARDS
}
