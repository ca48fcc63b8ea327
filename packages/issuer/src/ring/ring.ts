import type { AlgorithmName, Jwk, NumericDate, Seconds } from '@meishi/core'

/** One key of a ring. Its place among the others and the clock say what it is: next, current or retired. */
export interface RingKey {
  readonly kid: string
  readonly alg: AlgorithmName
  readonly publicJwk: Jwk
  /** Gone as soon as the key has retired: it will never sign again. */
  readonly privateJwk?: Jwk
  /** Since when it is published. */
  readonly publishedFrom: NumericDate
  /** From when on it signs; the key before it signs no longer. */
  readonly activeFrom: NumericDate
  /** No token that it signed lives longer than this. */
  readonly lifetime: Seconds
}

/** What is left of a key after a reset. */
export interface Tombstone {
  readonly kid: string
  readonly resetAt: NumericDate
  /** Whether the revocation list has it. */
  readonly revoked: boolean
}

/** Tombstones beyond this many make room, the oldest first. */
export const MOST_TOMBSTONES = 1000

/** All keys of one issuer at one time. Never changed: a new version is a new ring. */
export interface Ring {
  readonly version: number
  /** In the order in which they sign. */
  readonly keys: readonly RingKey[]
  readonly tombstones: readonly Tombstone[]
}

/** Clocks of processes differ by less than this. A key stays published so much longer than its tokens live. */
export const CLOCK_LEEWAY: Seconds = 60

/** The key that signs now. The first one signs at once, also where a clock is behind that of the process that made it. */
export function currentKey(ring: Ring, now: NumericDate): RingKey | undefined {
  return ring.keys.findLast((key) => key.activeFrom <= now) ?? ring.keys[0]
}

/** The current key; for a process whose clock is far behind, the first after it that can still sign. */
export function signingKey(ring: Ring, now: NumericDate): RingKey | undefined {
  const current = currentKey(ring, now)
  return ring.keys.find((key) => key.privateJwk !== undefined && key.activeFrom >= (current?.activeFrom ?? 0))
}

/** When a key stops signing: when the key behind it starts. */
export function retiresAt(ring: Ring, key: RingKey): NumericDate | undefined {
  return ring.keys[ring.keys.indexOf(key) + 1]?.activeFrom
}

/** Until when a key is published: until its last token has expired by anybody's clock. */
export function publishedUntil(ring: Ring, key: RingKey): NumericDate | undefined {
  const retired = retiresAt(ring, key)
  return retired === undefined ? undefined : retired + key.lifetime + CLOCK_LEEWAY
}

/** The keys that are published now. */
export function publishedKeys(ring: Ring, now: NumericDate): readonly RingKey[] {
  return ring.keys.filter((key) => (publishedUntil(ring, key) ?? Number.POSITIVE_INFINITY) > now)
}

const byTime = (a: RingKey, b: RingKey): number => a.activeFrom - b.activeFrom || (a.kid < b.kid ? -1 : 1)

/** A ring in order. */
export function arrange(ring: Ring): Ring {
  return { ...ring, keys: [...ring.keys].sort(byTime) }
}
