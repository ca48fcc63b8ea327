import { randomBytes } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Authenticator, type AuthOptions, createAuthenticator, type Fetch } from '@meishi/core'
import { createSigner, manualClock, mintToken } from '@meishi/core/testing'
import { expect, test } from 'vitest'

/** What strangers can invent costs no memory, and what tenants cost is known. */

const MILLION = 1_000_000
/** Far above what a run differs from another, and far below a million of anything. */
const SLACK = 24 * 1024 * 1024

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function heapUsed(): number {
  for (let times = 0; times < 3; times++) collect()
  return process.memoryUsage().heapUsed
}

const signer = createSigner({ alg: 'RS256', kid: 'good' })
const clock = manualClock()
let fetches = 0
const fetch: Fetch = async (url) => {
  fetches++
  const keys = signer.jwks.keys.map((jwk) => ({ ...jwk, kid: `${jwk.kid}-${url}` }))
  return { status: 200, headers: new Headers(), body: new Blob([JSON.stringify({ keys })]).stream() }
}
const create = (options: Partial<AuthOptions>): Authenticator =>
  createAuthenticator({ audience: 'api', fetch, clock, ...options })

const base64url = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
const payload = (iss: string): string => base64url({ iss, aud: 'api', exp: clock() + 3600 })
const SIGNATURE = randomBytes(256).toString('base64url')

async function ask(auth: Authenticator, token: string): Promise<string> {
  const outcome = await auth.authenticate({ method: 'GET', rawHeaders: ['Authorization', `Bearer ${token}`] })
  return outcome.status === 'refused' ? outcome.error.code : outcome.status
}

/** Refuses a million tokens, and tells how much more memory is used after all of them than after the first tenth. */
async function growth(
  tokenOf: (number: number) => string,
  auth: Authenticator,
  word: string,
): Promise<number> {
  let before = 0
  for (let number = 0; number < MILLION; number++) {
    if (number === MILLION / 10) before = heapUsed()
    const answer = await ask(auth, tokenOf(number))
    if (answer !== word) throw new Error(answer)
  }
  return heapUsed() - before
}

test('a million different kids leave nothing behind, and make few fetches', async () => {
  const iss = 'https://id.test'
  const auth = create({ issuer: iss, keys: { jwksUri: 'https://id.test/keys' } })
  const body = payload(iss)
  fetches = 0
  const tokenOf = (number: number): string => {
    if (number % 100_000 === 0) clock.advance(15)
    return `${base64url({ alg: 'RS256', kid: `invented-${number}` })}.${body}.${SIGNATURE}`
  }
  expect(await growth(tokenOf, auth, 'key_not_found')).toBeLessThan(SLACK)
  expect(fetches).toBeLessThanOrEqual(1 + 10 / 2)
}, 600_000)

test('a million different issuers leave nothing behind, and make no fetch', async () => {
  const auth = create({ issuers: () => undefined })
  const header = base64url({ alg: 'RS256', kid: 'good' })
  fetches = 0
  const tokenOf = (number: number): string =>
    `${header}.${payload(`https://invented-${number}.test/${'x'.repeat(400)}`)}.${SIGNATURE}`
  expect(await growth(tokenOf, auth, 'issuer_refused')).toBeLessThan(SLACK)
  expect(fetches).toBe(0)
}, 600_000)

test('five thousand key sets cost less than 12 KB of heap each, and no timer', async () => {
  const auth = create({
    issuers: (iss) => ({ keys: { jwksUri: `${iss}/keys` } }),
    tenants: { max: 5000 },
    cache: false,
  })
  const tokenOf = (number: number): string => {
    const iss = `https://t${number}.test`
    return mintToken(signer, { iss, aud: 'api', exp: clock() + 3600 }, { kid: `good-${iss}/keys` })
  }
  for (let number = 0; number < 100; number++) await ask(auth, tokenOf(number))
  const [before, resident] = [heapUsed(), process.memoryUsage().rss]
  for (let number = 100; number < 5000; number++)
    expect(await ask(auth, tokenOf(number))).toBe('authenticated')
  const perSet = (heapUsed() - before) / 4900
  const residentPerSet = (process.memoryUsage().rss - resident) / 4900
  console.log(`${Math.round(perSet)} bytes of heap, ${Math.round(residentPerSet)} resident, per key set`)
  expect(auth.status().issuers).toHaveLength(5000)
  expect(perSet).toBeLessThan(12_000)

  const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  expect(timers).toBeLessThan(10) // the runner's own
  auth.close()
}, 600_000)
