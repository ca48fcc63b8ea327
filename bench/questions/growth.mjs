// How does the cost of one call grow with what there is? Everything else stays as it is.
import { createAuthenticator, createVerifier } from '@meishi/core'
import { createSigner, mintToken } from '@meishi/core/testing'
import { showCount } from '../lib/measure.mjs'
import { audience, fresh, issuer, prepare } from '../lib/tokens.mjs'

const CALLS = 20_000

export const title = 'Cost as work grows'
export const goal = 'no curve worse than n log n'

export async function run() {
  const tables = []
  for (const [heading, sizes, setUp] of DIMENSIONS) tables.push(await curve(heading, sizes, setUp))
  return tables
}

/** What grows, its sizes, and what is called for one of them: `(at) => Promise`. */
const DIMENSIONS = [
  [
    'Tokens alive, each asked in turn (the cache holds 16,384)',
    [100, 1000, 10_000, 100_000, 1_000_000],
    tokensAlive,
  ],
  ['Issuers, each with a key of its own, hot', [1, 10, 100, 1000, 10_000], issuers],
  ['Claims per token, cold', [5, 50, 500], claims],
  ['Mapped claims per request, hot', [0, 5, 10, 20], mappedClaims],
  ['Keys in the set of an issuer, hot', [1, 10, 100], keySet],
]

async function curve(heading, sizes, setUp) {
  const rows = []
  let first
  for (const size of sizes) {
    const { call, calls = CALLS } = await setUp(size)
    const { perSecond, p99 } = await time(call, calls)
    first ??= perSecond
    rows.push([showCount(size), showCount(perSecond), (perSecond / first).toFixed(2), p99.toFixed(1)])
  }
  return { title: heading, columns: ['size', 'per second', 'ratio to the first', 'p99, µs'], rows }
}

/** Every call once to warm up, then one by one. */
async function time(call, calls) {
  for (let at = 0; at < calls; at++) await call(at)
  const nanos = new Float64Array(calls)
  for (let at = 0; at < calls; at++) {
    const start = process.hrtime.bigint()
    await call(at)
    nanos[at] = Number(process.hrtime.bigint() - start)
  }
  const total = nanos.reduce((sum, one) => sum + one, 0)
  return { perSecond: (calls * 1e9) / total, p99: nanos.sort()[Math.floor(calls * 0.99)] / 1000 }
}

/** Tokens signed by a secret, because a million others would take minutes to make. */
function tokensAlive(size) {
  const { keys, mint } = prepare('HS256')
  const { verify } = createVerifier({ issuer, audience, algorithms: ['HS256'], keys })
  const tokens = Array.from({ length: size }, () => mint(150))
  return { call: (at) => verify(fresh(tokens[at % size])), calls: Math.max(CALLS, Math.min(size, 100_000)) }
}

function issuers(size) {
  const signer = createSigner({ alg: 'ES256', kid: 'bench' })
  const names = Array.from({ length: size }, (_, at) => `https://issuer-${at}.example.com`)
  const { verify } = createVerifier({
    audience,
    issuers: names.map((name) => ({ issuer: name, keys: signer.keys })),
  })
  const tokens = names.slice(0, 2000).map((iss) => mintToken(signer, { iss, aud: audience, sub: 'user' }))
  return { call: (at) => verify(fresh(tokens[at % tokens.length])) }
}

function claims(size) {
  const { keys, mint } = prepare('HS256')
  const { verify } = createVerifier({ issuer, audience, algorithms: ['HS256'], keys, cache: false })
  const more = Object.fromEntries(Array.from({ length: size }, (_, at) => [`claim_${at}`, at]))
  const tokens = Array.from({ length: 500 }, () => mint(150, more))
  return { call: (at) => verify(fresh(tokens[at % tokens.length])) }
}

function mappedClaims(size) {
  const { keys, mint } = prepare('ES256')
  const names = Array.from({ length: size }, (_, at) => `claim_${at}`)
  const claimMapping = names.map((claim) => ({ claim, to: { header: `X-${claim.replace('_', '-')}` } }))
  const { authenticate } = createAuthenticator({ issuer, audience, keys, claimMapping })
  const token = mint(150, Object.fromEntries(names.map((name) => [name, `value of ${name}`])))
  return {
    call: () =>
      authenticate({ method: 'GET', url: '/', rawHeaders: ['Authorization', `Bearer ${fresh(token)}`] }),
  }
}

function keySet(size) {
  const signers = Array.from({ length: size }, (_, at) => createSigner({ alg: 'ES256', kid: `key-${at}` }))
  const jwks = { keys: signers.map(({ keys }) => keys.jwk) }
  const { verify } = createVerifier({ issuer, audience, keys: { jwks } })
  const tokens = signers.map((signer) => mintToken(signer, { iss: issuer, aud: audience, sub: 'user' }))
  return { call: (at) => verify(fresh(tokens[at % size])) }
}
