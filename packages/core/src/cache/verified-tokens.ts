import { LRUCache } from 'lru-cache'
import type { NumericDate, Seconds } from '../time.js'
import type { Proof } from './proof.js'

/** Remembers proofs, so that a token which was seen before needs no second signature check. */
export interface VerifiedTokens {
  /** The proof of exactly this text under these keys. */
  get(text: string, partition: object): Proof | undefined
  /** @param issuer - whose share of the cache it takes; `undefined` where there is only one issuer */
  add(proof: Proof, issuer: string | undefined, now: NumericDate): void
  readonly entries: number
  readonly bytes: number
}

/** Settings of {@link createVerifiedTokens}. */
export interface VerifiedTokensOptions {
  readonly maxBytes?: number
  readonly maxEntries?: number
}

interface Entry {
  readonly proof: Proof
  readonly issuer: string | undefined
  readonly bytes: number
}

const LONGEST_TOKEN = 4096
/** Estimate for what an entry costs besides its characters: the objects around them. */
const ENTRY_BYTES = 600
const BYTES_PER_CHARACTER = 5
const SWEEP_INTERVAL: Seconds = 60
/** How many of the least used entries are looked at to find one of an issuer that has too many. */
const SEARCH = 16

/**
 * A cache bounded by bytes and entries. The key is the end of the token, because hashing a fresh string costs its
 * length; the whole text is then compared. Entries leave at their `exp`; an issuer takes at most half.
 */
export function createVerifiedTokens(options: VerifiedTokensOptions = {}): VerifiedTokens {
  const { maxBytes = 32 * 1024 * 1024, maxEntries = 16_384 } = options
  const shares = new Map<string, number>()
  const addToShare = (issuer: string | undefined, bytes: number): void => {
    if (issuer === undefined) return
    const share = (shares.get(issuer) ?? 0) + bytes
    if (share > 0) shares.set(issuer, share)
    else shares.delete(issuer)
  }
  // An entry is charged at least its part of the bytes, so that one bound keeps both.
  const leastBytes = Math.floor(maxBytes / maxEntries)
  const entries = new LRUCache<string, Entry>({
    maxSize: maxBytes,
    dispose: (entry) => addToShare(entry.issuer, -entry.bytes),
  })
  let sweepAt: NumericDate = 0

  const sweep = (now: NumericDate): void => {
    sweepAt = now + SWEEP_INTERVAL
    for (const [key, { proof }] of entries.entries()) {
      if ((proof.token.claims.exp ?? Number.POSITIVE_INFINITY) <= now) entries.delete(key)
    }
  }
  const fits = (issuer: string, bytes: number): boolean => (shares.get(issuer) ?? 0) + bytes <= maxBytes / 2
  const makeRoomFor = (issuer: string, bytes: number): boolean => {
    let looked = 0
    for (const key of entries.rkeys()) {
      if (fits(issuer, bytes) || looked++ === SEARCH) break
      if (entries.peek(key)?.issuer === issuer) entries.delete(key)
    }
    return fits(issuer, bytes)
  }

  return {
    get(text, partition) {
      const proof = entries.get(keyOf(text))?.proof
      return proof !== undefined && proof.partition === partition && proof.text === text ? proof : undefined
    },
    add(proof, issuer, now) {
      if (proof.text.length > LONGEST_TOKEN) return
      if (sweepAt <= now) sweep(now)
      const text = flat(proof.text)
      const bytes = Math.max(leastBytes, ENTRY_BYTES + text.length * BYTES_PER_CHARACTER)
      if (bytes > maxBytes || (issuer !== undefined && !makeRoomFor(issuer, bytes))) return
      entries.set(keyOf(text), { proof: { ...proof, text }, issuer, bytes }, { size: bytes })
      addToShare(issuer, bytes)
    },
    get entries() {
      return entries.size
    },
    get bytes() {
      return entries.calculatedSize
    },
  }
}

/** A cache that remembers nothing. */
export const NO_CACHE: VerifiedTokens = Object.freeze({
  get: () => undefined,
  add: () => {},
  entries: 0,
  bytes: 0,
})

const keyOf = (text: string): string => text.slice(-32)

/** A string of its own: a slice would keep the whole request body or URL alive that it was cut from. */
const flat = (text: string): string => Buffer.from(text, 'latin1').toString('latin1')
