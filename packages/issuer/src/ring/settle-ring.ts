import type { NumericDate } from '@meishi/core'
import { CLOCK_LEEWAY, publishedUntil, type Ring, type RingKey, retiresAt } from './ring.js'

/**
 * What time does to a ring: the private part of a retired key goes, and a key whose last token has expired goes whole.
 * Both wait for the clocks of others, so that no process puts back what another one has just removed.
 */
export function settleRing(ring: Ring, now: NumericDate): Ring {
  const keys = ring.keys
    .filter((key) => (publishedUntil(ring, key) ?? Number.POSITIVE_INFINITY) + CLOCK_LEEWAY > now)
    .map((key) => (hasRetired(ring, key, now) ? withoutPrivateKey(key) : key))
  const isSame = keys.length === ring.keys.length && keys.every((key, index) => key === ring.keys[index])
  return isSame ? ring : { ...ring, keys }
}

function hasRetired(ring: Ring, key: RingKey, now: NumericDate): boolean {
  return (
    key.privateJwk !== undefined && (retiresAt(ring, key) ?? Number.POSITIVE_INFINITY) + CLOCK_LEEWAY < now
  )
}

function withoutPrivateKey({ privateJwk, ...key }: RingKey): RingKey {
  return key
}
