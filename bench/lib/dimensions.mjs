// What can grow. Each sets up one size of it: `call(at, round)`, and how many calls a round has.
import { randomUUID } from 'node:crypto'
import { createAuthenticator, createVerifier, memoryRevocationList } from '@meishi/core'
import { createSigner, mintToken } from '@meishi/core/testing'
import { audience, fresh, issuer, prepare } from './tokens.mjs'

/** What the cost of one call may be at most, up to a factor, so that n of them are n log n. */
const perLook = (size) => Math.log2(size + 2)
/** Where one call has n things to do. */
const perThing = (size) => (size + 1) * Math.log2(size + 2)

/** By heading: the sizes, what one call may cost, and the set-up. */
export const DIMENSIONS = {
  'Tokens alive that the cache holds (16,384), hot': [[100, 1000, 10_000], perLook, tokensAlive],
  'Tokens alive that it cannot hold, so each one is cold': [
    [32_000, 100_000, 1_000_000],
    perLook,
    tokensAlive,
  ],
  'Issuers, each with a key of its own, hot': [[1, 10, 100, 1000, 10_000], perLook, issuers],
  'Keys in the set of an issuer, hot': [[1, 10, 100], perLook, keySet],
  'Revocation entries, hot': [[0, 1000, 100_000, 1_000_000], perLook, revocations],
  'Claims per token, cold': [[5, 50, 500], perThing, claims],
  'Mapped claims per request, hot': [[0, 5, 10, 20], perThing, mappedClaims],
}

const CALLS = 10_000

/** Tokens signed by a secret, because a million others would take minutes to make. They are asked in turn. */
function tokensAlive(size) {
  const signer = createSigner({ alg: 'HS256', kid: 'bench' })
  const { verify } = createVerifier({ issuer, audience, algorithms: ['HS256'], keys: signer.keys })
  const tokens = Array.from({ length: size }, () =>
    mintToken(signer, { iss: issuer, aud: audience, sub: 'user' }),
  )
  let next = 0
  // A round goes on where the last one ended, so that none comes back before all the others were asked.
  return {
    call: () => verify(fresh(tokens[next++ % size])),
    calls: Math.max(CALLS, Math.min(size / 10, 100_000)),
  }
}

function issuers(size) {
  const signer = createSigner({ alg: 'ES256', kid: 'bench' })
  const names = Array.from({ length: size }, (_, at) => `https://issuer-${at}.example.com`)
  const { verify } = createVerifier({
    audience,
    issuers: names.map((name) => ({ issuer: name, keys: signer.keys })),
  })
  const step = Math.max(1, Math.floor(size / 2000))
  const asked = names.filter((_, at) => at % step === 0)
  const tokens = asked.map((iss) => mintToken(signer, { iss, aud: audience, sub: 'user' }))
  return { call: (at) => verify(fresh(tokens[at % tokens.length])), calls: CALLS }
}

function keySet(size) {
  const signers = Array.from({ length: size }, (_, at) => createSigner({ alg: 'ES256', kid: `key-${at}` }))
  const jwks = { keys: signers.map(({ keys }) => keys.jwk) }
  const { verify } = createVerifier({ issuer, audience, keys: { jwks } })
  const tokens = signers.map((signer) => mintToken(signer, { iss: issuer, aud: audience, sub: 'user' }))
  return { call: (at) => verify(fresh(tokens[at % size])), calls: CALLS }
}

async function revocations(size) {
  const { keys, mint } = prepare('ES256')
  const revocation = memoryRevocationList({ maxEntries: size + 10 })
  const expiresAt = Date.now() / 1000 + 3600
  for (let at = 0; at < size; at++) await revocation.revoke({ issuer, tokenId: randomUUID(), expiresAt })
  const { verify } = createVerifier({ issuer, audience, keys, revocation })
  const tokens = Array.from({ length: 1000 }, () => mint(150))
  return { call: (at) => verify(fresh(tokens[at % tokens.length])), calls: CALLS }
}

function claims(size) {
  const { keys, mint } = prepare('HS256')
  const { verify } = createVerifier({ issuer, audience, algorithms: ['HS256'], keys, cache: false })
  const more = Object.fromEntries(Array.from({ length: size }, (_, at) => [`claim_${at}`, at]))
  const tokens = Array.from({ length: 500 }, () => mint(150, more))
  return { call: (at) => verify(fresh(tokens[at % tokens.length])), calls: Math.min(CALLS, 200_000 / size) }
}

function mappedClaims(size) {
  const { keys, mint } = prepare('ES256')
  const names = Array.from({ length: size }, (_, at) => `claim_${at}`)
  const claimMapping = names.map((claim) => ({ claim, to: { header: `X-${claim.replace('_', '-')}` } }))
  const { authenticate } = createAuthenticator({ issuer, audience, keys, claimMapping })
  const token = mint(150, Object.fromEntries(names.map((name) => [name, `value of ${name}`])))
  const request = () => ({ method: 'GET', url: '/', rawHeaders: ['Authorization', `Bearer ${fresh(token)}`] })
  return { call: () => authenticate(request()), calls: CALLS }
}
