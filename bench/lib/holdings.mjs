// What a process holds of each thing: fills something with so many, and returns what keeps it alive.
import { randomFillSync, randomUUID } from 'node:crypto'
import { createVerifier, memoryReplayStore, memoryRevocationList } from '@meishi/core'
import { createSigner } from '@meishi/core/testing'
import { audience, fresh, issuer, prepare } from './tokens.mjs'

/** By name: how many, and the filling. What they need for it is made before anything is counted. */
export const HOLDINGS = {
  'cached token, payload of 150 bytes': [10_000, () => cachedTokens(150)],
  'cached token, payload of 500 bytes': [10_000, () => cachedTokens(500)],
  'live replay id': [1_000_000, replayIds],
  'the same in a plain Map': [1_000_000, plainMap],
  'revocation entry (a UUID)': [1_000_000, revocationEntries],
  'idle issuer, its key written down': [5000, declaredIssuers],
  'idle issuer, its keys fetched once': [1000, fetchedIssuers],
}

const pool = Buffer.alloc(32 * 1024)
let used = pool.length

/** 43 random characters, like the hash under which a used id is held. */
export function newId() {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += 32
  return pool.toString('base64url', used - 32, used)
}

const inAnHour = () => Date.now() + 3_600_000

function cachedTokens(bytes) {
  const { keys, mint } = prepare('HS256')
  const verifier = createVerifier({ issuer, audience, algorithms: ['HS256'], keys })
  const tokens = Array.from({ length: 10_000 }, () => mint(bytes))
  return async () => {
    for (const token of tokens) await verifier.verify(fresh(token))
    return verifier
  }
}

function replayIds() {
  const store = memoryReplayStore()
  return (count) => {
    for (let at = 0; at < count; at++) store.consume(newId(), inAnHour())
    return store
  }
}

function plainMap() {
  return (count) => {
    const map = new Map()
    for (let at = 0; at < count; at++) map.set(newId(), inAnHour())
    return map
  }
}

function revocationEntries() {
  const list = memoryRevocationList()
  const expiresAt = Date.now() / 1000 + 3600
  return async (count) => {
    for (let at = 0; at < count; at++) await list.revoke({ issuer, tokenId: randomUUID(), expiresAt })
    return list
  }
}

function declaredIssuers() {
  const { keys } = createSigner({ alg: 'RS256', kid: 'bench' })
  return (count) => {
    const issuers = Array.from({ length: count }, (_, at) => ({
      issuer: `https://tenant-${at}.example.com`,
      keys,
    }))
    return createVerifier({ audience, issuers })
  }
}

/** Stands for every key endpoint: what it publishes, without a network. */
export function publishing(jwks) {
  const text = JSON.stringify(jwks)
  return async () => new Response(text, { headers: { 'content-type': 'application/json' } })
}

/** Each publishes a set of one key at an address of its own. */
function fetchedIssuers() {
  const { jwks } = createSigner({ alg: 'RS256', kid: 'bench' })
  return async (count) => {
    const issuers = Array.from({ length: count }, (_, at) => {
      const name = `https://tenant-${at}.example.com`
      return { issuer: name, keys: { jwksUri: `${name}/jwks` } }
    })
    const verifier = createVerifier({ audience, issuers, fetch: publishing(jwks) })
    await verifier.ready()
    return verifier
  }
}
