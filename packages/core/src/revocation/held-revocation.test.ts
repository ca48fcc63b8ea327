import { describe, expect, it } from 'vitest'
import {
  countHeld,
  expandHeld,
  findAlike,
  firstLeave,
  type HeldRevocation,
  isMeant,
  livingHeld,
  mergeHeld,
  packHeld,
  withoutAlike,
} from './held-revocation.js'
import type { ResolvedRevocation } from './resolve-entry.js'

const NOW = 1_700_000_000
const EVER = Number.POSITIVE_INFINITY
const target = { issuer: 'a', kind: 'subject', id: 'alice' } as const
const entry = (issuedBefore: number, expiresAt: number, reason?: string): ResolvedRevocation => ({
  ...target,
  issuedBefore,
  expiresAt,
  reason,
})
const ALL = entry(EVER, NOW + 100)
const BEFORE = entry(NOW, NOW + 50)
/** What is held after these entries. A fresh one each time, for it is written into. */
const held = (...entries: ResolvedRevocation[]): HeldRevocation | undefined => {
  let first: HeldRevocation | undefined
  for (const one of entries) first = mergeHeld(first, one)
  return first
}
const one = ({ issuedBefore, expiresAt, reason }: ResolvedRevocation, other?: HeldRevocation) => ({
  issuedBefore,
  expiresAt,
  reason,
  other,
})
const BOTH: [string, ResolvedRevocation[]][] = [
  ['altogether, then until an instant', [ALL, BEFORE]],
  ['until an instant, then altogether', [BEFORE, ALL]],
]

describe('what is held of one id', () => {
  it.each(BOTH)('is at most two entries: %s', (_order, entries) => {
    expect(countHeld(held(...entries, ...entries, ...entries))).toBe(2)
    expect(countHeld(held(ALL, ALL))).toBe(1)
    expect(countHeld(undefined)).toBe(0)
  })

  it('is the longer of two that are alike, and the reason that was given last', () => {
    const longer = entry(NOW + 9, NOW + 70, 'theft')
    for (const entries of [
      [BEFORE, longer],
      [longer, BEFORE],
    ])
      expect(held(...entries)).toEqual(one(longer))
    expect(held(entry(NOW, NOW, 'lost'), longer)?.reason).toBe('theft')
  })

  it.each(BOTH)('is found by its way: %s', (_order, entries) => {
    expect(findAlike(held(...entries), EVER)?.expiresAt).toBe(ALL.expiresAt)
    expect(findAlike(held(...entries), NOW - 1)?.expiresAt).toBe(BEFORE.expiresAt)
  })

  it('is not found in the other way', () => {
    expect(findAlike(held(ALL), NOW)).toBeUndefined()
    expect(findAlike(held(BEFORE), EVER)).toBeUndefined()
    expect(findAlike(undefined, EVER)).toBeUndefined()
  })

  it.each(BOTH)('loses one of its ways and keeps the other: %s', (_order, entries) => {
    expect(withoutAlike(held(...entries), EVER)).toEqual(one(BEFORE))
    expect(withoutAlike(held(...entries), NOW)).toEqual(one(ALL))
  })

  it('loses nothing that it does not have, and all where that was all', () => {
    expect(withoutAlike(held(ALL), NOW)).toEqual(one(ALL))
    expect(withoutAlike(held(BEFORE), EVER)).toEqual(one(BEFORE))
    expect(withoutAlike(held(ALL), EVER)).toBeUndefined()
    expect(withoutAlike(undefined, EVER)).toBeUndefined()
  })
})

describe('a token', () => {
  it.each(BOTH)('is meant by one of them: %s', (_order, entries) => {
    expect(isMeant(held(...entries), NOW, NOW)).toBe(true)
    expect(isMeant(held(...entries), NOW - 1, NOW + 409.9)).toBe(true)
    expect(isMeant(held(...entries), NOW + 1, NOW + 459.9)).toBe(true)
    expect(isMeant(held(...entries), NOW + 1, NOW + 460)).toBe(false)
  })

  it.each<[unknown, boolean]>([
    [NOW - 0.001, true],
    [NOW, false],
    [NOW + 1, false],
    [undefined, true],
    [String(NOW + 1), true],
  ])('with the iat %j is meant by an entry until an instant: %s', (iat, expected) => {
    expect(isMeant(held(BEFORE), iat, NOW)).toBe(expected)
  })

  it('is not meant by nothing', () => {
    expect(isMeant(undefined, NOW, NOW)).toBe(false)
  })
})

describe('what has left', () => {
  it.each(BOTH)('goes, and the rest stays: %s', (_order, entries) => {
    expect(countHeld(livingHeld(held(...entries), NOW + 409.9))).toBe(2)
    expect(livingHeld(held(...entries), NOW + 410)).toEqual(one(ALL))
    expect(livingHeld(held(...entries), NOW + 460)).toBeUndefined()
    expect(livingHeld(undefined, NOW)).toBeUndefined()
  })

  it.each(BOTH)('is looked for when the first of them leaves: %s', (_order, entries) => {
    expect(firstLeave(held(...entries))).toBe(NOW + 410)
    expect(firstLeave(undefined)).toBe(EVER)
  })
})

describe('packed', () => {
  it.each([
    [[ALL]],
    [[entry(EVER, NOW + 0.25)]],
    [[entry(EVER, EVER)]],
    [[entry(EVER, 0)]],
    [[entry(EVER, NOW, 'lost')]],
    [[entry(NOW, NOW + 50)]],
    [[ALL, BEFORE]],
    [[BEFORE, ALL]],
  ])('%j is the same when it is taken out', (entries) => {
    const before = held(...entries)
    if (before === undefined) throw new Error('nothing is held')
    const after = structuredClone(before)
    expect(expandHeld(packHeld(before))).toEqual(after)
  })

  it('is a number where the time is all that there is to say', () => {
    expect(packHeld(one(ALL))).toBe(NOW + 100)
    expect(packHeld(one(entry(EVER, NOW, '')))).not.toBe(NOW)
  })

  it('is nothing where nothing is held', () => expect(expandHeld(undefined)).toBeUndefined())
})
