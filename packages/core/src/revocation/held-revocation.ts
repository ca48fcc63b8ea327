import type { NumericDate } from '../time.js'
import { leavesAt, type ResolvedRevocation } from './resolve-entry.js'

/** What is held of one id. */
export interface HeldRevocation {
  issuedBefore: NumericDate
  expiresAt: NumericDate
  reason: string | undefined
  /** One id may be called back in two ways, until an instant and altogether: neither covers the other. */
  other: HeldRevocation | undefined
}

/**
 * The same in little room, for most are alike: called back altogether, for no reason that was given. Of those the time
 * at which they expire is all.
 */
export type PackedRevocation = HeldRevocation | NumericDate

export function packHeld(held: HeldRevocation): PackedRevocation {
  const { issuedBefore, expiresAt, reason, other } = held
  const isPlain = issuedBefore === Number.POSITIVE_INFINITY && reason === undefined && other === undefined
  return isPlain ? expiresAt : held
}

export function expandHeld(packed: PackedRevocation): HeldRevocation
export function expandHeld(packed: PackedRevocation | undefined): HeldRevocation | undefined
export function expandHeld(packed: PackedRevocation | undefined): HeldRevocation | undefined {
  if (typeof packed !== 'number') return packed
  return { issuedBefore: Number.POSITIVE_INFINITY, expiresAt: packed, reason: undefined, other: undefined }
}

/** Lays an entry over what is held: the longer of two that are alike stays. */
export function mergeHeld(
  first: HeldRevocation | undefined,
  { issuedBefore, expiresAt, reason }: ResolvedRevocation,
): HeldRevocation {
  const like = findAlike(first, issuedBefore)
  if (first === undefined || like === undefined) return { issuedBefore, expiresAt, reason, other: first }
  like.issuedBefore = Math.max(like.issuedBefore, issuedBefore)
  like.expiresAt = Math.max(like.expiresAt, expiresAt)
  like.reason = reason ?? like.reason
  return first
}

/** What is held in the same way: altogether, or until an instant. */
export function findAlike(
  first: HeldRevocation | undefined,
  issuedBefore: NumericDate,
): HeldRevocation | undefined {
  const isAltogether = issuedBefore === Number.POSITIVE_INFINITY
  let held = first
  while (held !== undefined && (held.issuedBefore === Number.POSITIVE_INFINITY) !== isAltogether)
    held = held.other
  return held
}

/** The same without what is held in this way. */
export function withoutAlike(
  first: HeldRevocation | undefined,
  issuedBefore: NumericDate,
): HeldRevocation | undefined {
  const like = findAlike(first, issuedBefore)
  if (first === undefined || like === undefined) return first
  if (like === first) return first.other
  first.other = undefined
  return first
}

/** Whether one of them means a token with this `iat`. */
export function isMeant(first: HeldRevocation | undefined, iat: unknown, now: NumericDate): boolean {
  for (let held = first; held !== undefined; held = held.other) {
    const isBefore = typeof iat !== 'number' || iat < held.issuedBefore
    if (isBefore && now < leavesAt(held.expiresAt)) return true
  }
  return false
}

/** The same without what has left. */
export function livingHeld(held: HeldRevocation | undefined, now: NumericDate): HeldRevocation | undefined {
  if (held === undefined) return undefined
  const other = livingHeld(held.other, now)
  if (leavesAt(held.expiresAt) <= now) return other
  held.other = other
  return held
}

/** How many entries there are of one id. */
export function countHeld(held: HeldRevocation | undefined): number {
  return held === undefined ? 0 : 1 + countHeld(held.other)
}

/** When the first of them leaves. */
export function firstLeave(held: HeldRevocation | undefined): NumericDate {
  return held === undefined
    ? Number.POSITIVE_INFINITY
    : Math.min(leavesAt(held.expiresAt), firstLeave(held.other))
}
