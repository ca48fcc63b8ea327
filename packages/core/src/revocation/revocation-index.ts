import { ownMember } from '../jose/own-member.js'
import type { NumericDate } from '../time.js'
import type { JwtClaims } from '../token.js'
import {
  countHeld,
  findAlike,
  type HeldRevocation,
  isMeant,
  mergeHeld,
  withoutAlike,
} from './held-revocation.js'
import { leavesAt, type ResolvedRevocation, type ResolvedTarget } from './resolve-entry.js'
import { REVOCATION_CLAIMS, type RevocationKind } from './revocation-entry.js'
import type { RevocationQuery } from './revocation-list.js'
import { RevocationShards } from './revocation-shards.js'

type Kinds = Map<RevocationKind, RevocationShards>

/**
 * Revocations in memory, found in the same time however many there are: one look for each kind that the issuer has
 * entries of. What is added twice is held once, for the longer of the two, in whatever order it comes.
 */
export class RevocationIndex {
  readonly #issuers = new Map<string | null, Kinds>()
  readonly #maxEntries: number
  #size = 0

  /** @param maxEntries - above it entries are refused: one that is alive is never forgotten */
  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries
  }

  /** How many entries are held, those that may leave and were not swept yet included. */
  get size(): number {
    return this.#size
  }

  /** Whether some entry means this token. */
  matches({ token: { claims }, keyId }: RevocationQuery, now: NumericDate): boolean {
    const kinds = this.#issuers.get(issuerOf(claims))
    if (kinds === undefined) return false
    for (const [kind, shards] of kinds) {
      const id = idOf(kind, claims, keyId)
      if (id !== undefined && isMeant(shards.get(id), ownMember(claims, 'iat'), now)) return true
    }
    return false
  }

  /** Whether this entry, or one that covers it, is held. */
  has(entry: ResolvedRevocation): boolean {
    const held = findAlike(this.#find(entry), entry.issuedBefore)
    return held !== undefined && held.issuedBefore >= entry.issuedBefore && held.expiresAt >= entry.expiresAt
  }

  /** @returns false where there is no room for it */
  add(entry: ResolvedRevocation, now: NumericDate): boolean {
    if (this.#size >= this.#maxEntries && !this.#hasRoomFor(entry, now)) return false
    const shards = this.#makeShards(entry)
    this.#size -= shards.sweepNear(entry.id, now)
    const before = shards.get(entry.id)
    const held = mergeHeld(before, entry)
    if (held !== before) this.#size++
    shards.set(entry.id, held)
    return true
  }

  /** @returns whether there was something to remove */
  remove(target: ResolvedTarget): boolean {
    const held = this.#find(target)
    if (held === undefined) return false
    this.#issuers.get(target.issuer)?.get(target.kind)?.delete(target.id)
    this.#size -= countHeld(held)
    return true
  }

  /** Removes this entry, and not the other one that its target may have. */
  removeOne(entry: ResolvedRevocation): void {
    const shards = this.#issuers.get(entry.issuer)?.get(entry.kind)
    const held = shards?.get(entry.id)
    if (shards === undefined || findAlike(held, entry.issuedBefore) === undefined) return
    const rest = withoutAlike(held, entry.issuedBefore)
    this.#size--
    if (rest === undefined) shards.delete(entry.id)
    else shards.set(entry.id, rest)
  }

  /** @returns how many entries left */
  purge(now: NumericDate): number {
    let gone = 0
    for (const [issuer, kinds] of this.#issuers) {
      for (const [kind, shards] of kinds) {
        gone += shards.purge(now)
        if (shards.isEmpty) kinds.delete(kind)
      }
      if (kinds.size === 0) this.#issuers.delete(issuer)
    }
    this.#size -= gone
    return gone
  }

  /** Every entry that is alive. */
  *entries(now: NumericDate): Generator<ResolvedRevocation> {
    for (const [issuer, kinds] of this.#issuers) {
      for (const [kind, shards] of kinds) {
        for (const [id, first] of shards) {
          for (let held: HeldRevocation | undefined = first; held !== undefined; held = held.other) {
            const { issuedBefore, expiresAt, reason } = held
            if (now < leavesAt(expiresAt)) yield { issuer, kind, id, issuedBefore, expiresAt, reason }
          }
        }
      }
    }
  }

  /** Whether a full list can take an entry: it holds one that is alike, or some that may leave. */
  #hasRoomFor(entry: ResolvedRevocation, now: NumericDate): boolean {
    return findAlike(this.#find(entry), entry.issuedBefore) !== undefined || this.purge(now) > 0
  }

  #find({ issuer, kind, id }: ResolvedTarget): HeldRevocation | undefined {
    return this.#issuers.get(issuer)?.get(kind)?.get(id)
  }

  #makeShards({ issuer, kind }: ResolvedTarget): RevocationShards {
    const kinds = this.#issuers.get(issuer)
    const known = kinds?.get(kind)
    if (known !== undefined) return known
    const shards = new RevocationShards()
    this.#issuers.set(issuer, (kinds ?? new Map()).set(kind, shards))
    return shards
  }
}

function issuerOf(claims: JwtClaims): string | null {
  const issuer = ownMember(claims, 'iss')
  return typeof issuer === 'string' ? issuer : null
}

/** Numbers count as their digits: some issuers write a `sub` so. */
function idOf(kind: RevocationKind, claims: JwtClaims, keyId: string | undefined): string | undefined {
  const claim = REVOCATION_CLAIMS[kind]
  const value = claim === undefined ? keyId : ownMember(claims, claim)
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value : undefined
}
