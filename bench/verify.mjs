// Cold (a token never seen) and hot (seen before) verification beside `jose` and `fast-jwt`, the same checks on each:
// issuer, audience, expiry, algorithm. Every call gets a fresh string, as from the wire.
import { createPublicKey, createSecretKey } from 'node:crypto'
import { createVerifier } from '@meishi/core'
import { createSigner, mintToken } from '@meishi/core/testing'
import { createVerifier as createFastJwt } from 'fast-jwt'
import { importJWK, jwtVerify } from 'jose'
import { createBareVerifier } from './bare.mjs'
import { measure, ratios } from './measure.mjs'

const issuer = 'https://auth.example.com'
const audience = 'https://api.example.com'
const ROUNDS = 7
const CALLS = { RS256: 4000, ES256: 2000, EdDSA: 2000, HS256: 8000 }

for (const alg of Object.keys(CALLS)) {
  for (const bytes of [150, 500]) await cold(alg, bytes)
}
await hot('RS256', 500)

async function cold(alg, bytes) {
  const { signer, pem, key, joseKey, joseAlg } = await prepare(alg)
  const calls = CALLS[alg]
  const tokens = Array.from({ length: calls }, () => mint(signer, bytes))
  const meishi = createVerifier({ issuer, audience, algorithms: [alg], keys: signer.keys, cache: false })
  const fast = createFastJwt({
    key: pem,
    algorithms: [joseAlg],
    allowedIss: issuer,
    allowedAud: audience,
    cache: false,
  })
  const bare = createBareVerifier({ alg, key, issuer, audience })
  const each = (verify) => async (count) => {
    for (let at = 0; at < count; at++) await verify(fresh(tokens[at]))
  }
  print(
    `cold ${alg}, ${bytes} bytes`,
    await measure(
      {
        bare: each(bare),
        meishi: each(meishi.verify),
        'fast-jwt': each(fast),
        jose: each((token) => jwtVerify(token, joseKey, { issuer, audience, algorithms: [joseAlg] })),
      },
      { rounds: ROUNDS, calls },
    ),
    'bare',
  )
}

async function hot(alg, bytes) {
  const { signer, pem, joseAlg } = await prepare(alg)
  const tokens = Array.from({ length: 1000 }, () => mint(signer, bytes))
  const meishi = createVerifier({ issuer, audience, algorithms: [alg], keys: signer.keys })
  const fast = createFastJwt({
    key: pem,
    algorithms: [joseAlg],
    allowedIss: issuer,
    allowedAud: audience,
    cache: 10_000,
  })
  const each = (verify) => async (count) => {
    for (let at = 0; at < count; at++) await verify(fresh(tokens[at % tokens.length]))
  }
  const contestants = { meishi: each(meishi.verify), 'fast-jwt': each(fast) }
  for (const run of Object.values(contestants)) await run(tokens.length)
  print(
    `hot ${alg}, ${bytes} bytes, 1000 tokens`,
    await measure(contestants, { rounds: ROUNDS, calls: 50_000 }),
    'fast-jwt',
  )
}

async function prepare(alg) {
  const signer = createSigner({ alg, kid: 'bench' })
  const joseAlg = alg
  if ('secret' in signer.keys) {
    const key = createSecretKey(signer.keys.secret)
    return { signer, key, pem: Buffer.from(signer.keys.secret), joseKey: signer.keys.secret, joseAlg }
  }
  const key = createPublicKey({ format: 'jwk', key: signer.keys.jwk })
  const pem = key.export({ format: 'pem', type: 'spki' })
  return { signer, key, pem, joseKey: await importJWK(signer.keys.jwk, joseAlg), joseAlg }
}

function mint(signer, bytes) {
  const claims = { iss: issuer, aud: audience, sub: 'user-123', padding: '' }
  const size = JSON.stringify({ ...claims, iat: 1e9, exp: 1e9, jti: '0'.repeat(36) }).length
  return mintToken(signer, { ...claims, padding: 'x'.repeat(Math.max(0, bytes - size)) })
}

/** A string that shares nothing with the one it was made of, like one that a parser has cut out of a request. */
function fresh(text) {
  return Buffer.from(text, 'latin1').toString('latin1')
}

function print(title, rates, floor) {
  console.log(`\n${title} (ratio to ${floor}, median and spread of ${ROUNDS} rounds)`)
  console.table(ratios(rates, floor))
}
