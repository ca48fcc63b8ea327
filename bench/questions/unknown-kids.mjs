// How often is a key endpoint asked when somebody invents the names of keys?
import { createVerifier } from '@meishi/core'
import { startIdentityProvider } from '@meishi/core/testing'

const REQUESTS = 10_000

export const title = 'Random `kid`s: how often the key endpoint is asked'
export const goal = 'once per cooldown, whatever the number of requests'

export async function run() {
  const provider = await startIdentityProvider()
  const { issuer, audience, jwksUri } = provider
  const verifier = createVerifier({ issuer, audience, keys: { jwksUri } })
  await verifier.ready()
  const path = new URL(jwksUri).pathname
  const before = provider.requestsTo(path)
  const tokens = Array.from({ length: REQUESTS }, (_, at) => provider.mint({}, { kid: `invented-${at}` }))
  const outcomes = await Promise.all(tokens.map((token) => verifier.verify(token).catch(({ code }) => code)))
  const refused = outcomes.filter((outcome) => outcome === 'key_not_found').length
  const asked = provider.requestsTo(path) - before
  verifier.close()
  await provider.close()
  const columns = ['requests', 'refused: no such key', 'fetches']
  return [{ title: 'within one cooldown of 30 s', columns, rows: [[REQUESTS, refused, asked]] }]
}
