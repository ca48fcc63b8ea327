import type { AlgorithmName, NumericDate } from '@meishi/core'
import { currentKey, publishedKeys, publishedUntil, type Ring, retiresAt } from './ring.js'

/** What operators may know of one key. */
export interface KeyStatus {
  readonly kid: string | undefined
  readonly alg: AlgorithmName
  readonly state: 'next' | 'current' | 'retired'
  /** Since when it is published. Of keys that you rotate yourself no time is known. */
  readonly publishedFrom?: NumericDate
  /** From when on it signs. */
  readonly activeFrom?: NumericDate
  /** When it stops signing, where that is known. */
  readonly retiresAt?: NumericDate | undefined
  /** Until when it is published, where that is known. */
  readonly publishedUntil?: NumericDate | undefined
}

/** The keys that are published now, in the order in which they sign. */
export function describeRing(ring: Ring, now: NumericDate): readonly KeyStatus[] {
  const current = currentKey(ring, now)
  const stateOf = (activeFrom: NumericDate): KeyStatus['state'] =>
    activeFrom > (current?.activeFrom ?? 0) ? 'next' : 'retired'
  return publishedKeys(ring, now).map((key) => ({
    kid: key.kid,
    alg: key.alg,
    state: key === current ? 'current' : stateOf(key.activeFrom),
    publishedFrom: key.publishedFrom,
    activeFrom: key.activeFrom,
    retiresAt: retiresAt(ring, key),
    publishedUntil: publishedUntil(ring, key),
  }))
}
