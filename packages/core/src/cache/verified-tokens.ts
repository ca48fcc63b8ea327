import { randomInt } from 'node:crypto'
import type { NumericDate, Seconds } from '../time.js'
import type { Proof } from './proof.js'
import { createRecentMap, flat } from './recent-map.js'

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
}

const LONGEST_TOKEN = 4096
/** Estimate for what an entry costs besides its characters: the objects around them. */
const ENTRY_BYTES = 600
const BYTES_PER_CHARACTER = 5
const SWEEP_INTERVAL: Seconds = 60
/**
 * A cache bounded by bytes and entries. The key is a number made of the token's end, because hashing a fresh string
 * costs its length; the whole text is then compared. Entries leave at their `exp`; an issuer takes at most half.
 */
export function createVerifiedTokens(options: VerifiedTokensOptions = {}): VerifiedTokens {
  const { maxBytes = 32 * 1024 * 1024, maxEntries = 16_384 } = options
  const shares = new Map<string, Share>()
  // An entry is charged at least its part of the bytes, so that one bound keeps both.
  const leastBytes = Math.floor(maxBytes / maxEntries)
  const entries = createRecentMap<Entry, number>(maxBytes, ({ issuer }, key, bytes) =>
    takeFromShare(shares, issuer, key, bytes),
  )
  let sweepAt: NumericDate = 0

  const sweep = (now: NumericDate): void => {
    sweepAt = now + SWEEP_INTERVAL
    for (const [key, { proof }] of entries.entries()) {
      const exp = proof.registered.exp as NumericDate | undefined
      if (exp !== undefined && exp <= now) entries.delete(key)
    }
  }
  /** The oldest entries of an issuer that has its half make room for its newest. */
  const makeRoomFor = (issuer: string, bytes: number): void => {
    const share = shares.get(issuer)
    for (const key of share?.keys ?? []) {
      if ((share?.bytes ?? 0) + bytes <= maxBytes / 2) return
      entries.delete(key)
    }
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
      if (bytes > (issuer === undefined ? maxBytes : maxBytes / 2)) return
      if (issuer !== undefined) makeRoomFor(issuer, bytes)
      const key = keyOf(text)
      entries.set(key, { proof: { ...proof, text }, issuer }, bytes)
      addToShare(shares, issuer, key, bytes)
    },
    get entries() {
      return entries.size
    },
    get bytes() {
      return entries.weight
    },
  }
}

/** What one issuer takes of the cache, its keys in the order in which they came. */
interface Share {
  bytes: number
  readonly keys: Set<number>
}

function addToShare(
  shares: Map<string, Share>,
  issuer: string | undefined,
  key: number,
  bytes: number,
): void {
  if (issuer === undefined) return
  const share = shares.get(issuer) ?? { bytes: 0, keys: new Set() }
  share.bytes += bytes
  share.keys.add(key)
  shares.set(issuer, share)
}

function takeFromShare(
  shares: Map<string, Share>,
  issuer: string | undefined,
  key: number,
  bytes: number,
): void {
  const share = issuer === undefined ? undefined : shares.get(issuer)
  if (issuer === undefined || share === undefined) return
  share.bytes -= bytes
  share.keys.delete(key)
  if (share.keys.size === 0) shares.delete(issuer)
}

/** A cache that remembers nothing. */
const NO_CACHE: VerifiedTokens = Object.freeze({
  get: () => undefined,
  add: () => {},
  entries: 0,
  bytes: 0,
})

/** So that nobody who can have tokens made knows which keys come to lie together. */
const SEED = randomInt(2 ** 31)
const READ_CHARACTERS = 10

/** A small number, which a map finds without a look at any text. Of two tokens with the same one the later stays. */
function keyOf(text: string): number {
  let key = SEED
  for (let at = text.length - READ_CHARACTERS; at < text.length; at++)
    key = (Math.imul(key, 31) + text.charCodeAt(at)) | 0
  return key
}

/** The cache that the option `cache` asks for. */
export function createCache(settings: VerifiedTokensOptions | false | undefined): VerifiedTokens {
  return settings === false ? NO_CACHE : createVerifiedTokens(settings)
}
