import { ConfigurationError, type NumericDate, type Seconds } from '@meishi/core'
import { arrange, MOST_TOMBSTONES, type Ring, type RingKey, signingKey, type Tombstone } from './ring.js'

/** More keys than this are no rotation any more: lifetimes and `every` do not go together. */
const MOST_KEYS = 100

/** How keys follow each other. */
export interface RotationPlan {
  /** How long a key signs; `null` where only `rotate()` replaces it. */
  readonly every: Seconds | null
  /** How long a key is published before it signs. */
  readonly publishBefore: Seconds
}

/** Whether the key that will sign last is due for a successor, so that this one is published in time. */
export function isRotationDue(ring: Ring, { every, publishBefore }: RotationPlan, now: NumericDate): boolean {
  const last = ring.keys.at(-1)
  return every !== null && last !== undefined && last.activeFrom + every - publishBefore <= now
}

/** Whether a key is waiting for its turn. */
export function hasNext(ring: Ring, now: NumericDate): boolean {
  return ring.keys.some((key) => key.activeFrom > now)
}

/** When a key that is published now may begin to sign: never before everybody could have loaded it. */
export function nextStart(ring: Ring, { publishBefore }: RotationPlan, now: NumericDate): NumericDate {
  return Math.max(Math.ceil(now + publishBefore), ring.keys.at(-1)?.activeFrom ?? 0)
}

/**
 * The ring with one more key.
 *
 * @throws ConfigurationError where keys follow each other faster than tokens expire
 */
export function addKey(ring: Ring, key: RingKey): Ring {
  if (ring.keys.length >= MOST_KEYS)
    throw new ConfigurationError(
      'rotation',
      `no more than ${MOST_KEYS} keys are published; tokens outlive their keys`,
    )
  return arrange({ ...ring, keys: [...ring.keys, key] })
}

/** One new key, and of all others the tombstones. */
export function resetRing(ring: Ring, key: RingKey, now: NumericDate): Ring {
  const buried = ring.keys.map(({ kid }): Tombstone => ({ kid, resetAt: Math.floor(now), revoked: false }))
  return { ...ring, keys: [key], tombstones: [...ring.tombstones, ...buried].slice(-MOST_TOMBSTONES) }
}

/** The ring where the signing key is known to sign tokens that live so long. The same ring where it was known. */
export function allowLifetime(ring: Ring, lifetime: Seconds, now: NumericDate): Ring {
  const signing = signingKey(ring, now)
  if (signing === undefined || signing.lifetime >= lifetime) return ring
  const raised = { ...signing, lifetime: roundUp(lifetime) }
  return { ...ring, keys: ring.keys.map((key) => (key === signing ? raised : key)) }
}

/** To the next power of two, so that ever longer lifetimes cost few saves. */
const roundUp = (lifetime: Seconds): Seconds => 2 ** Math.ceil(Math.log2(lifetime))

/** The ring where these tombstones are known to be in the revocation list. */
export function markRevoked(ring: Ring, kids: ReadonlySet<string>): Ring {
  const tombstones = ring.tombstones.map((one) => (kids.has(one.kid) ? { ...one, revoked: true } : one))
  return { ...ring, tombstones }
}
