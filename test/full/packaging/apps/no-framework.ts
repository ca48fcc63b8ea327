import { type ConsumerApp, TESTING } from '../consumer-app.js'

const PRELUDE = `
import { createServer } from 'node:http'
import { type AuthOptions, createAuthenticator, createVerifier, type ReplayStore } from '@meishi/core'
import { createSigner, mintToken, replayStoreConformance } from '@meishi/core/testing'

const signer = createSigner()
const options = { issuer: 'https://id.test', audience: 'api', keys: signer.keys } satisfies AuthOptions
`

const PROGRAM = `
const auth = createAuthenticator(options)
const store: ReplayStore = { consume: async (id, expiresAt) => id !== '' && expiresAt > 0 }

export const server = createServer(async (req, res) => {
  const outcome = await auth.authenticate(req)
  if (outcome.status === 'authenticated') res.end(outcome.auth.claims.sub)
  if (outcome.status === 'refused') res.writeHead(outcome.error.status, outcome.error.headers).end()
})
export const verified: Promise<number | undefined> = createVerifier(options)
  .verify(mintToken(signer))
  .then(({ claims }) => claims.exp)
export const tests: readonly string[] = replayStoreConformance(() => store).map(({ name }) => name)
`

const REFUSED: ConsumerApp['refused'] = [
  [
    'a caller before the outcome was asked',
    'TS2339',
    `createServer(async (req) => (await createAuthenticator(options).authenticate(req)).auth)`,
  ],
  ['an option of a middleware', 'TS2353', `createVerifier({ ...options, optional: true })`],
  ['a store without its one function', 'TS2741', `export const store: ReplayStore = {}`],
]

const SERVE = `
const auth = createAuthenticator(options)
const server = createServer(async (req, res) => {
  const outcome = await auth.authenticate(req)
  const isKnown = outcome.status === 'authenticated'
  res.writeHead(isKnown ? 200 : outcome.error.status, isKnown ? {} : outcome.error.headers)
  res.end(JSON.stringify(isKnown ? { sub: outcome.auth.claims.sub } : { detail: outcome.error.message }))
})
server.listen(0, '127.0.0.1', () => report(server.address().port))
`

export const NO_FRAMEWORK: ConsumerApp = {
  prelude: PRELUDE,
  program: PROGRAM,
  refused: REFUSED,
  imports: [['{ createServer }', 'node:http'], ['{ createAuthenticator }', '@meishi/core'], TESTING],
  serve: SERVE,
}
