import { createVerifier } from '@meishi/core'
import { manualClock, startIdentityProvider } from '@meishi/core/testing'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { showCount } from '../lib/measure.mjs'

const REQUESTS = 10_000
const COOLDOWN = 30

export const title = 'Random key ids'
export const what = `How often a key endpoint is asked when somebody invents the names of keys: ${showCount(REQUESTS)} tokens, each with another \`kid\`.`
/** A count, which is the same however often it is taken. */
export const rounds = 1

export async function run() {
  const provider = await startIdentityProvider()
  const clock = manualClock()
  const first = await meishi(provider, clock)
  const again = []
  for (let cooldowns = 0; cooldowns < 3; cooldowns++) {
    clock.advance(COOLDOWN + 1)
    again.push(await first.flood())
  }
  const rows = [
    ['meishi, within one cooldown', ...first.seen],
    ['meishi, in each of the three after it', again[0][0], again.map((one) => one[1]).join(', ')],
    ['jose, within one cooldown', ...(await jose(provider))],
  ]
  first.close()
  await provider.close()
  const most = Math.max(first.seen[1], ...again.map((one) => one[1]))
  return {
    tables: [{ title: 'Fetches', columns: ['who', 'refused', 'fetches'], rows }],
    goals: [{ goal: 'fetches in one cooldown ≤ 1', seen: most, met: most <= 1 }],
  }
}

async function meishi(provider, clock) {
  const { issuer, audience, jwksUri } = provider
  const verifier = createVerifier({ issuer, audience, keys: { jwksUri }, clock })
  await verifier.ready()
  const flood = () =>
    fetchesFor(
      provider,
      (token) => verifier.verify(token),
      ({ code }) => code === 'key_not_found',
    )
  return { seen: await flood(), flood, close: () => verifier.close() }
}

async function jose(provider) {
  const { issuer, audience, jwksUri, mint } = provider
  const keys = createRemoteJWKSet(new URL(jwksUri))
  const verify = (token) => jwtVerify(token, keys, { issuer, audience })
  await verify(mint())
  return fetchesFor(provider, verify, ({ code }) => code === 'ERR_JWKS_NO_MATCHING_KEY')
}

/** How many were refused for their key, and how often the endpoint was asked. */
async function fetchesFor(provider, verify, isRefusal) {
  const path = new URL(provider.jwksUri).pathname
  const before = provider.requestsTo(path)
  const tokens = Array.from({ length: REQUESTS }, (_, at) => provider.mint({}, { kid: `invented-${at}` }))
  const outcomes = await Promise.allSettled(tokens.map(verify))
  const refused = outcomes.filter(({ status, reason }) => status === 'rejected' && isRefusal(reason))
  return [showCount(refused.length), provider.requestsTo(path) - before]
}
