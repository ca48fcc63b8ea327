// What does the most expensive request cost that is refused in the end?
import { randomBytes } from 'node:crypto'
import { createVerifier } from '@meishi/core'
import { createSigner, encodeToken, forgeToken, mintToken } from '@meishi/core/testing'
import { measure, ratios, showCount, showSpread, spread } from '../lib/measure.mjs'
import { audience, issuer } from '../lib/tokens.mjs'

export const title = 'Worst inputs: what a refused request costs beside a good one'
export const goal =
  'at most five good ones under a public key, twenty under a secret, which is so cheap to check'

const ROUNDS = 5
const ALGORITHMS = ['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA', 'HS256']

export async function run() {
  const tables = []
  for (const alg of ALGORITHMS) tables.push(await compare(alg))
  return tables
}

async function compare(alg) {
  const signer = createSigner({ alg, kid: 'bench' })
  const { verify } = createVerifier({ issuer, audience, algorithms: [alg], keys: signer.keys, cache: false })
  const good = mintToken(signer, { iss: issuer, aud: audience, sub: 'user-123' })
  const contestants = Object.fromEntries(
    Object.entries({ good, ...badTokens(signer, good) }).map(([name, token]) => [
      name,
      async (calls) => {
        for (let at = 0; at < calls; at++) await verify(token).catch(() => {})
      },
    ]),
  )
  const rates = await measure(contestants, { rounds: ROUNDS, calls: 500 })
  const relative = ratios(
    Object.fromEntries(Object.entries(rates).map(([name, own]) => [name, own.map((rate) => 1 / rate)])),
    'good',
  )
  return {
    title: alg,
    columns: ['request', 'cost beside a good one', 'per second'],
    rows: Object.keys(rates).map((name) => [
      name,
      showSpread(relative[name]),
      showCount(spread(rates[name]).median),
    ]),
  }
}

function badTokens(signer, good) {
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: issuer, aud: audience, exp: now + 300 }
  const fill = (characters) => 'x'.repeat(characters)
  return {
    'forged signature': forgeToken(good),
    'forged signature, 16 KiB': forgeToken(mintToken(signer, { ...claims, padding: fill(11_900) })),
    expired: mintToken(signer, { ...claims, iat: now - 7200, exp: now - 3600 }),
    'expired, 16 KiB': mintToken(signer, {
      ...claims,
      iat: now - 7200,
      exp: now - 3600,
      padding: fill(11_900),
    }),
    'sixteen levels deep, 2,000 members': mintToken(signer, {
      ...claims,
      aud: 'https://elsewhere.example.com',
      deep: nest(14),
      ...members(1300),
    }),
    'random text, 16 KiB': `${randomBytes(4000).toString('base64url')}.${randomBytes(4000).toString('base64url')}.${randomBytes(4000).toString('base64url')}`,
    'too long, 1 MiB': fill(2 ** 20),
    'header of 8 KiB': encodeToken({ alg: signer.alg, kid: 'bench', ...members(400) }, claims, () =>
      Buffer.alloc(64),
    ),
  }
}

const nest = (depth) => (depth === 0 ? 1 : { inner: nest(depth - 1) })
const members = (count) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`m${at}`, at]))
