import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AUDIENCE, basic, ISSUER, mint, request, wordFor } from '../test-support/authentication.js'
import {
  disconnect,
  json,
  type KeyEndpoint,
  publishing,
  startKeyEndpoint,
  status,
} from '../test-support/key-endpoint.js'
import { type Authenticator, createAuthenticator } from './create-authenticator.js'
import { createVerifier } from './create-verifier.js'
import type { KeyEvent } from './keys/key-events.js'
import type { AuthOptions } from './options/auth-options.js'
import { createSigner, type ManualClock, manualClock, type Signer } from './testing.js'

const [a, b] = [createSigner({ kid: 'a' }), createSigner({ kid: 'b' })]
const OTHER = 'https://other.test'

let clock: ManualClock
let endpoint: KeyEndpoint
let auth: Authenticator
const create = (options: Partial<AuthOptions> = {}): Authenticator =>
  createAuthenticator({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: { jwksUri: endpoint.url },
    clock,
    ...options,
  })
const tokenOf = (signer: Signer, iss = ISSUER): string =>
  mint({ iss, iat: clock() - 1, exp: clock() + 1e6 }, {}, signer)
const ask = (signer: Signer, iss = ISSUER, by = auth): Promise<string> =>
  wordFor(by, request(tokenOf(signer, iss)))
const statusOf = (index = 0) => auth.status().issuers[index]

beforeEach(async () => {
  clock = manualClock()
  endpoint = await startKeyEndpoint(publishing(a, b))
  auth = create()
})
afterEach(async () => {
  auth.close()
  await endpoint.close()
})

describe('a key that was withdrawn', () => {
  test('verifies nothing from that moment on, remembered tokens included, whatever is published', async () => {
    const token = tokenOf(a)
    expect(await wordFor(auth, request(token))).toBe('authenticated')
    auth.keys.withdraw({ issuer: ISSUER, kid: 'a' })
    expect(await wordFor(auth, request(token))).toBe('key_not_found')
    expect(await ask(b)).toBe('authenticated')
    clock.advance(601)
    expect(await ask(a)).toBe('key_not_found')
    expect(statusOf()?.withdrawn).toEqual(['a'])
  })

  test('is withdrawn from the whole family, and stays so when options are replaced', async () => {
    const child = auth.with({ audience: [AUDIENCE, 'x'] })
    child.keys.withdraw({ issuer: ISSUER, kid: 'a' })
    auth.replace({ issuer: ISSUER, audience: AUDIENCE, keys: { jwks: a.jwks }, clock })
    expect([await ask(a), await ask(a, ISSUER, child)]).toEqual(['key_not_found', 'key_not_found'])
  })

  test('is withdrawn from that issuer alone', async () => {
    const issuers = [ISSUER, OTHER].map((issuer) => ({ issuer, keys: { jwksUri: endpoint.url } }))
    auth = createAuthenticator({ audience: AUDIENCE, issuers, clock })
    auth.keys.withdraw({ issuer: OTHER, kid: 'a' })
    expect([await ask(a), await ask(a, OTHER)]).toEqual(['authenticated', 'key_not_found'])
    expect(auth.status().issuers.map(({ withdrawn }) => withdrawn)).toEqual([[], ['a']])
  })

  test.each([
    [{ issuer: [ISSUER, OTHER], keys: a.keys }, OTHER],
    [{ issuer: null, keys: a.keys }, null],
    [{ issuer: ISSUER, keys: a.keys }, ISSUER],
  ])('may be declared: %o', async (options, issuer) => {
    auth = createAuthenticator({ audience: AUDIENCE, clock, ...options })
    expect(await ask(a)).toBe('authenticated')
    auth.keys.withdraw({ issuer, kid: 'a' })
    expect(await ask(a)).toBe('key_not_found')
  })

  test.each([
    [{ issuer: 'https://nobody.test', kid: 'a' }, /^issuer: is none of the issuers/],
    [{ issuer: null, kid: 'a' }, /^issuer: is none of the issuers/],
    [{ kid: 'a' }, /^issuer: is required/],
    [{ issuer: ISSUER }, /^kid: is required/],
    [{ issuer: ISSUER, kid: '' }, /^kid: expected a string/],
    [{ issuer: ISSUER, kid: 'a', keyId: 'a' }, /^keyId: unknown option/],
  ])('must be named: %o', (key, complaint) => {
    expect(() => auth.keys.withdraw(key as never)).toThrow(complaint)
  })

  test('is never forgotten for another one', () => {
    for (let index = 0; index < 10_000; index++) auth.keys.withdraw({ issuer: ISSUER, kid: `k${index}` })
    auth.keys.withdraw({ issuer: ISSUER, kid: 'k0' })
    expect(() => auth.keys.withdraw({ issuer: ISSUER, kid: 'more' })).toThrow(RangeError)
    expect(statusOf()?.withdrawn).toHaveLength(10_000)
  })

  test('can be withdrawn from a verifier', async () => {
    const verifier = createVerifier({ ...basic, keys: a.keys })
    verifier.keys.withdraw({ issuer: ISSUER, kid: 'a' })
    await expect(verifier.verify(mint({}, {}, a))).rejects.toMatchObject({ code: 'key_not_found' })
  })
})

describe('issuers that name one endpoint', () => {
  const sharing = (others: object = {}): Authenticator =>
    createAuthenticator({
      audience: AUDIENCE,
      clock,
      issuers: [
        { issuer: ISSUER, keys: { jwksUri: endpoint.url } },
        { issuer: OTHER, keys: { jwksUri: endpoint.url }, ...others },
      ],
    })

  test('share its fetches and its cooldown', async () => {
    auth = sharing()
    await Promise.all([ask(a), ask(a, OTHER)])
    expect(endpoint.asked).toHaveLength(1)
    clock.advance(30)
    const unknown = createSigner({ kid: 'c' })
    expect(await Promise.all([ask(unknown), ask(unknown, OTHER)])).toEqual(['key_not_found', 'key_not_found'])
    expect(endpoint.asked).toHaveLength(2)
  })

  test('share no rules: a key for another algorithm is an outage for the one that cannot use it', async () => {
    auth = sharing({ algorithms: ['RS256'] })
    expect(await ask(a)).toBe('authenticated')
    expect(await ask(createSigner({ alg: 'RS256', kid: 'a' }), OTHER)).toBe('UnavailableError')
    expect(statusOf(1)).toMatchObject({
      state: 'down',
      lastError: { problem: 'no published key is for any of the allowed algorithms' },
      skipped: [{ kid: 'a' }, { kid: 'b' }],
    })
    expect(statusOf()?.state).toBe('fresh')
  })

  test('keep the keys they could use, for a day, where the new ones are none of theirs', async () => {
    const rsa = createSigner({ alg: 'RS256', kid: 'rsa' })
    endpoint.answer = publishing(a, rsa)
    auth = sharing({ algorithms: ['RS256'] })
    expect(await ask(rsa, OTHER)).toBe('authenticated')
    endpoint.answer = publishing(a)
    clock.advance(601)
    expect([await ask(rsa, OTHER), statusOf(1)?.state]).toEqual(['authenticated', 'stale'])
    for (let hours = 0; hours < 23; hours++) {
      clock.advance(3600)
      expect(await ask(a)).toBe('authenticated')
    }
    expect([await ask(rsa, OTHER), statusOf(1)?.state]).toEqual(['authenticated', 'stale'])
    clock.advance(3600)
    expect([await ask(rsa, OTHER), statusOf(1)?.state]).toEqual(['UnavailableError', 'down'])
  })
})

test('a key of one issuer never verifies for another, though both call it the same', async () => {
  const twin = createSigner({ kid: 'a' })
  await using second = await startKeyEndpoint(publishing(twin))
  auth = createAuthenticator({
    audience: AUDIENCE,
    clock,
    issuers: [
      { issuer: ISSUER, keys: { jwksUri: endpoint.url } },
      { issuer: OTHER, keys: { jwksUri: second.url } },
    ],
  })
  expect([await ask(a), await ask(twin, OTHER)]).toEqual(['authenticated', 'authenticated'])
  expect([await ask(a, OTHER), await ask(twin)]).toEqual(['signature_invalid', 'signature_invalid'])
})

test('one issuer that is down does not keep ready() from the others', async () => {
  const issuers = [
    { issuer: ISSUER, keys: { jwksUri: endpoint.url } },
    { issuer: OTHER, keys: { jwksUri: 'http://127.0.0.1:1/jwks' } },
  ]
  auth = createAuthenticator({ audience: AUDIENCE, issuers, clock })
  await expect(auth.ready()).resolves.toBeUndefined()
  expect(auth.status().issuers.map(({ state }) => state)).toEqual(['fresh', 'down'])
  expect(statusOf(1)?.lastError?.problem).toBe('127.0.0.1:1 cannot be reached (ECONNREFUSED)')
  expect([await ask(a), await ask(a, OTHER)]).toEqual(['authenticated', 'UnavailableError'])
})

describe('replacing the options', () => {
  const options = (): AuthOptions => ({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: { jwksUri: endpoint.url },
    clock,
  })

  test('fetches nothing anew from where it fetched before', async () => {
    await ask(a)
    auth.replace({ ...options(), optional: true })
    expect(await ask(a)).toBe('authenticated')
    expect(endpoint.asked).toHaveLength(1)
  })

  test('fetches anew where the fetching itself was changed', async () => {
    await ask(a)
    auth.replace({ ...options(), remoteKeys: { freshFor: 60 } })
    expect(await ask(a)).toBe('authenticated')
    expect(endpoint.asked).toHaveLength(2)
    clock.advance(61)
    expect(statusOf()?.state).toBe('stale')
  })

  test('does not take the keys from a request that waits for them', async () => {
    let answer = (): void => {}
    endpoint.answer = (...exchange) => {
      answer = () => publishing(a)(...exchange)
    }
    const waiting = ask(a)
    await vi.waitFor(() => expect(endpoint.asked).toHaveLength(1))
    auth.replace({ ...options(), optional: true })
    answer()
    expect(await waiting).toBe('authenticated')
  })
})

test('close() stops a fetch that is under way', async () => {
  let closed = false
  endpoint.answer = (_request, response) => {
    response.on('close', () => {
      closed = true
    })
  }
  const waiting = ask(a)
  await vi.waitFor(() => expect(endpoint.asked).toHaveLength(1))
  auth.close()
  expect(await waiting).toBe('UnavailableError')
  await vi.waitFor(() => expect(closed).toBe(true))
})

test('a 503 says when to come back, and its cause names host and port at most', async () => {
  endpoint.answer = status(429, { 'retry-after': '90' })
  auth = create({ keys: { jwksUri: `${endpoint.url}?key=hunter2` } })
  for (let times = 0; times < 2; times++) {
    const error = await auth.authenticate(request(tokenOf(a))).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ part: 'keys', headers: { 'Retry-After': '90' } })
    const { message } = (error as Error).cause as Error
    expect(message).toBe(`${new URL(endpoint.origin).host} answered 429`)
  }
  expect(endpoint.asked).toHaveLength(1)
})

test('what happens to keys is told on the channel meishi:keys', async () => {
  const events: KeyEvent[] = []
  const listen = (message: unknown): void => {
    events.push(message as KeyEvent)
  }
  subscribe('meishi:keys', listen)
  try {
    endpoint.answer = json({ keys: [...a.jwks.keys, { kty: 'XX', kid: 'odd' }] })
    await ask(a)
    endpoint.answer = disconnect
    clock.advance(601)
    await ask(a)
    auth.keys.withdraw({ issuer: ISSUER, kid: 'b' })
  } finally {
    unsubscribe('meishi:keys', listen)
  }
  const place = new URL(endpoint.origin).host
  expect(events).toMatchObject([
    { event: 'fetched', endpoint: place, isChanged: true },
    { event: 'skipped', issuer: ISSUER, keys: [{ kid: 'odd', reason: expect.stringContaining('kty') }] },
    { event: 'failed', endpoint: place, problem: `${place} cannot be reached (ECONNRESET)` },
    { event: 'state', issuer: ISSUER, from: 'fresh', to: 'stale' },
    { event: 'withdrawn', issuer: ISSUER, kid: 'b' },
  ])
})
