import type { NumericDate } from '@meishi/core'
import { arrange, MOST_TOMBSTONES, publishedUntil, type Ring, type RingKey, type Tombstone } from './ring.js'
import { settleRing } from './settle-ring.js'

/**
 * What must not be forgotten of two rings of one issuer: after a failover a store may be older than what a process has
 * seen, or two processes may have gone on from the same version. Every key that still counts and every tombstone stays;
 * a key with a tombstone is gone for ever.
 *
 * @returns `theirs` itself where it is no older and has it all
 */
export function mergeRings(ours: Ring, theirs: Ring, now: NumericDate): Ring {
  const tombstones = mergeTombstones(ours.tombstones, theirs.tombstones)
  const dead = new Set(tombstones.map(({ kid }) => kid))
  const kept = ours.keys.filter((key) => (publishedUntil(ours, key) ?? Number.POSITIVE_INFINITY) > now)
  const keys = mergeKeys(kept, theirs.keys).filter(({ kid }) => !dead.has(kid))
  const version = Math.max(ours.version, theirs.version)
  const merged = settleRing(arrange({ version, keys, tombstones }), now)
  const isNewer = theirs.version >= ours.version
  return isNewer && saysTheSame(merged, settleRing(theirs, now)) ? theirs : merged
}

function mergeKeys(ours: readonly RingKey[], theirs: readonly RingKey[]): RingKey[] {
  const byKid = new Map(theirs.map((key) => [key.kid, key]))
  for (const key of ours) {
    const other = byKid.get(key.kid)
    byKid.set(
      key.kid,
      other === undefined ? key : { ...other, lifetime: Math.max(key.lifetime, other.lifetime) },
    )
  }
  return [...byKid.values()]
}

function mergeTombstones(ours: readonly Tombstone[], theirs: readonly Tombstone[]): Tombstone[] {
  const byKid = new Map(theirs.map((one) => [one.kid, one]))
  for (const one of ours) {
    const other = byKid.get(one.kid)
    byKid.set(one.kid, { ...one, ...other, revoked: one.revoked || other?.revoked === true })
  }
  return [...byKid.values()]
    .sort((a, b) => a.resetAt - b.resetAt || (a.kid < b.kid ? -1 : 1))
    .slice(-MOST_TOMBSTONES)
}

/** Versions apart. Rings are built by the same functions, so their members stand in the same order. */
function saysTheSame(one: Ring, other: Ring): boolean {
  const fingerprint = ({ keys, tombstones }: Ring): string =>
    JSON.stringify([
      keys.map(({ kid, activeFrom, lifetime, privateJwk }) => [
        kid,
        activeFrom,
        lifetime,
        privateJwk !== undefined,
      ]),
      [...tombstones].sort((a, b) => (a.kid < b.kid ? -1 : 1)).map(({ kid, revoked }) => [kid, revoked]),
    ])
  return fingerprint(one) === fingerprint(other)
}
