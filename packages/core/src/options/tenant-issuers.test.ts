import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AUDIENCE, mint, request, wordFor } from '../../test-support/authentication.js'
import {
  disconnect,
  type KeyEndpoint,
  publishing,
  startKeyEndpoint,
} from '../../test-support/key-endpoint.js'
import { type Authenticator, createAuthenticator } from '../create-authenticator.js'
import { KeyPool } from '../keys/key-pool.js'
import { createSigner, type ManualClock, manualClock, type Signer } from '../testing.js'
import type { AuthOptions } from './auth-options.js'
import type { FindIssuer, TenantOptions } from './issuer-options.js'

const a = createSigner({ kid: 'a' })
const tenant = (number: number): string => `https://t${number}.test`

let clock: ManualClock
let endpoint: KeyEndpoint
let auth: Authenticator
/** Tells what the application knows of each issuer. */
const find = vi.fn<FindIssuer>()
const here = (): TenantOptions => ({ keys: { jwksUri: endpoint.url } })
const create = ({ tenants, ...options }: Partial<AuthOptions> = {}): Authenticator =>
  createAuthenticator({
    audience: AUDIENCE,
    clock,
    issuers: find,
    tenants: { allowPrivateHosts: ['127.0.0.1'], ...tenants },
    ...options,
  })
const tokenOf = (iss: unknown, by: Signer = a): string =>
  mint({ iss, iat: clock() - 1, exp: clock() + 1e6 }, {}, by)
const ask = (iss: unknown, by?: Signer, handle = auth): Promise<string> =>
  wordFor(handle, request(tokenOf(iss, by)))

beforeEach(async () => {
  clock = manualClock()
  endpoint = await startKeyEndpoint(publishing(a))
  find.mockReset().mockImplementation((issuer) => (issuer.startsWith('https://t') ? here() : undefined))
  auth = create()
})
afterEach(async () => {
  auth.close()
  await endpoint.close()
})

describe('an issuer that the application knows', () => {
  test('is asked about once, and its keys are fetched once', async () => {
    const words = await Promise.all(Array.from({ length: 100 }, () => ask(tenant(1))))
    expect(new Set(words)).toEqual(new Set(['authenticated']))
    await ask(tenant(1))
    expect(find.mock.calls).toEqual([[tenant(1)]])
    expect(endpoint.asked).toHaveLength(1)
    expect(auth.status().issuers).toMatchObject([{ issuer: tenant(1), state: 'fresh' }])
  })

  test('may be known at once or later, and have rules of its own', async () => {
    find.mockImplementation(async () => ({ ...here(), audience: 'other' }))
    expect(await ask(tenant(1))).toBe('audience_refused')
    find.mockImplementation(() => ({ ...here(), algorithms: ['RS256'] }))
    expect(await ask(tenant(2))).toBe('algorithm_refused')
  })

  test('is asked about again after a while, and keeps its keys where nothing has changed', async () => {
    const cached: boolean[] = []
    auth = create({ onDecision: (record) => cached.push(record.cached) })
    const view = tokenOf(tenant(1))
    await wordFor(auth, request(view))
    clock.advance(301)
    await wordFor(auth, request(view))
    expect(find).toHaveBeenCalledTimes(2)
    find.mockReturnValue({ ...here(), audience: [AUDIENCE, 'x'] })
    clock.advance(301)
    await wordFor(auth, request(view))
    expect(cached).toEqual([false, true, false])
  })

  test('is refused as soon as the application says so, remembered tokens included', async () => {
    const token = tokenOf(tenant(1))
    expect(await wordFor(auth, request(token))).toBe('authenticated')
    find.mockReturnValue(null)
    clock.advance(301)
    expect(await wordFor(auth, request(token))).toBe('issuer_refused')
    expect(auth.status().issuers).toEqual([])
  })

  test('is known to a handle with other options too, without another question', async () => {
    const child = auth.with({ optional: true })
    expect([await ask(tenant(1)), await ask(tenant(1), a, child)]).toEqual(['authenticated', 'authenticated'])
    expect(find).toHaveBeenCalledTimes(1)
    expect(await ask(tenant(1), a, auth.with({ audience: 'other' }))).toBe('audience_refused')
    expect(endpoint.asked).toHaveLength(1)
  })

  test('never verifies for another one', async () => {
    const twin = createSigner({ kid: 'a' })
    await using second = await startKeyEndpoint(publishing(twin))
    find.mockImplementation((iss) => ({ keys: { jwksUri: iss === tenant(1) ? endpoint.url : second.url } }))
    expect([await ask(tenant(1)), await ask(tenant(2), twin)]).toEqual(['authenticated', 'authenticated'])
    expect([await ask(tenant(1), twin), await ask(tenant(2))]).toEqual([
      'signature_invalid',
      'signature_invalid',
    ])
  })

  test('can have a key withdrawn, whether it is remembered or not', async () => {
    auth.keys.withdraw({ issuer: tenant(1), kid: 'a' })
    expect([await ask(tenant(1)), await ask(tenant(2))]).toEqual(['key_not_found', 'authenticated'])
  })
})

describe('an issuer that the application does not know', () => {
  test('is refused, makes nothing be fetched, and is asked about once in a while', async () => {
    for (let times = 0; times < 3; times++) expect(await ask('https://evil.test')).toBe('issuer_refused')
    expect(find).toHaveBeenCalledTimes(1)
    clock.advance(31)
    find.mockReturnValue(here())
    expect(await ask('https://evil.test')).toBe('authenticated')
    expect(endpoint.asked).toHaveLength(1)
  })

  test.each([undefined, 7, '', `https://${'a'.repeat(505)}`, 'https://t1.test/ x', 'https://té.test'])(
    'is not asked about where it is %j',
    async (iss) => {
      expect(await ask(iss)).toBe('issuer_refused')
      expect(find).not.toHaveBeenCalled()
    },
  )
})

describe('an application that cannot tell', () => {
  test.each<[string, () => unknown]>([
    ['rejects', () => Promise.reject(new Error('the database is down'))],
    [
      'throws',
      () => {
        throw new Error('the database is down')
      },
    ],
    ['does not answer', () => new Promise(() => {})],
  ])('is an outage where it %s, and the issuers of before are accepted for a day', async (_how, answer) => {
    auth = create({ remoteKeys: { timeout: 1 } })
    await ask(tenant(1))
    find.mockImplementation(answer as FindIssuer)
    expect(await ask(tenant(2))).toBe('UnavailableError')
    clock.advance(301)
    expect(await ask(tenant(1))).toBe('authenticated')
    clock.advance(86_400)
    expect(await ask(tenant(1))).toBe('UnavailableError')
    find.mockImplementation(here)
    expect([await ask(tenant(1)), await ask(tenant(2))]).toEqual(['authenticated', 'authenticated'])
  })

  test('is asked about 32 issuers at once, and no more', async () => {
    const answers: (() => void)[] = []
    find.mockImplementation(() => new Promise((resolve) => answers.push(() => resolve(here()))))
    const waiting = Array.from({ length: 40 }, (_, number) => ask(tenant(number)))
    await vi.waitFor(() => expect(answers).toHaveLength(32))
    expect(await Promise.all(waiting.slice(32))).toEqual(Array(8).fill('UnavailableError'))
    for (const answer of answers) answer()
    expect(new Set(await Promise.all(waiting.slice(0, 32)))).toEqual(new Set(['authenticated']))
    expect(endpoint.asked).toHaveLength(1)
  })

  test.each<[string, unknown, string]>([
    ['an option that does not exist', { keyz: {} }, 'issuers().keyz: unknown option; did you mean keys?'],
    ['another issuer', { issuer: 'x' }, 'issuers().issuer: unknown option'],
    ['no object', true, 'issuers(): expected an object'],
    ['no URL', { keys: { jwksUri: 'keys' } }, 'issuers().keys.jwksUri: is no absolute URL'],
    ['http', { keys: { jwksUri: 'http://id.test' } }, 'issuers().keys.jwksUri: is no https URL'],
    ['a private address', { keys: { jwksUri: 'https://10.0.0.1/' } }, 'jwksUri: has a private address'],
    ['the address of cloud metadata', { keys: { jwksUri: 'http://169.254.169.254/' } }, 'a private address'],
  ])('makes a mistake of the service by an answer with %s', async (_what, answer, problem) => {
    find.mockReturnValue(answer as TenantOptions)
    for (let times = 0; times < 2; times++) {
      const error = await auth.authenticate(request(tokenOf(tenant(1)))).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ name: 'MisconfiguredError', status: 500 })
      expect(String((error as Error).cause)).toContain(problem)
    }
    expect(find).toHaveBeenCalledTimes(1)
  })
})

describe('keys of tenants', () => {
  test('come from no private address that a name leads to', async () => {
    const { port } = new URL(endpoint.url)
    const rules = { allowInsecureHttp: false, privateHosts: new Set<string>() }
    const document = new KeyPool().keysAt(`http://localhost:${port}/jwks`, rules)
    await document.seek(Date.now() / 1000)
    expect(document.lastError?.problem).toBe(`localhost:${port} cannot be reached (EPRIVATE)`)
    expect(endpoint.asked).toHaveLength(0)
  })

  test.each([
    ['what is built in', undefined],
    ['a fetch of the application', globalThis.fetch],
  ])('come from this machine only where it is named, with %s', async (_name, fetch) => {
    const { port } = new URL(endpoint.url)
    const asked = vi.fn(fetch)
    const own = fetch && { fetch: asked as never }
    find.mockReturnValue({ keys: { jwksUri: `http://localhost:${port}/jwks` } })
    auth = create({ ...own, tenants: { allowPrivateHosts: ['::1'] } })
    expect(await ask(tenant(1))).toBe('MisconfiguredError')
    expect([asked.mock.calls.length, endpoint.asked.length]).toEqual([0, 0])
    auth = create({ ...own, tenants: { allowPrivateHosts: ['::1', 'LocalHost'] } })
    expect(await ask(tenant(1))).toBe('authenticated')
  })

  test('come from no private address that their metadata names', async () => {
    const issuer = endpoint.origin
    endpoint.answer = (_message, response) =>
      response.end(JSON.stringify({ issuer, jwks_uri: 'https://192.168.0.1/keys' }))
    find.mockReturnValue({})
    expect(await ask(issuer)).toBe('UnavailableError')
    expect(auth.status().issuers[0]?.lastError?.problem).toContain('a jwks_uri that has a private address')
  })

  test('are held for those in use; who was dropped finds its fetches as they were', async () => {
    find.mockImplementation((iss) => ({ keys: { jwksUri: `${endpoint.url}?${iss}` } }))
    auth = create({ tenants: { max: 2 } })
    for (const number of [1, 2, 3, 1, 2, 3]) expect(await ask(tenant(number))).toBe('authenticated')
    expect(
      auth
        .status()
        .issuers.map(({ issuer }) => issuer)
        .sort(),
    ).toEqual([tenant(2), tenant(3)])
    expect(endpoint.asked).toHaveLength(3)
    endpoint.answer = disconnect
    clock.advance(601)
    for (const number of [1, 2, 3, 1, 2, 3]) expect(await ask(tenant(number))).toBe('authenticated')
    expect(endpoint.asked).toHaveLength(6)
    expect(auth.status().issuers.map(({ state }) => state)).toEqual(['stale', 'stale'])
  })

  test('cannot be asked for without end by invented kids of tenants that are dropped', async () => {
    find.mockImplementation((iss) => ({ keys: { jwksUri: `${endpoint.url}?${iss}` } }))
    auth = create({ tenants: { max: 1 } })
    for (let times = 0; times < 50; times++)
      expect(await ask(tenant(times % 5), createSigner({ kid: `k${times}` }))).toBe('key_not_found')
    expect(endpoint.asked).toHaveLength(5)
  })

  test('are kept through a change of other options', async () => {
    await ask(tenant(1))
    auth.replace({ audience: AUDIENCE, clock, issuers: find, tenants: { allowPrivateHosts: ['127.0.0.1'] } })
    expect(await ask(tenant(1))).toBe('authenticated')
    expect(endpoint.asked).toHaveLength(1)
  })
})

test.each([
  [{ issuer: 'https://t.test' }, /^issuer: belongs into each of `issuers`/],
  [{ tenants: { max: 0 } }, /^tenants.max: expected a whole number/],
  [{ tenants: { allowPrivateHosts: 'localhost' } }, /^tenants.allowPrivateHosts: expected a list/],
  [{ tenants: { refusedFor: 0 } }, /^tenants.refusedFor: expected a number from 1/],
  [{ tenants: { maximum: 1 } }, /^tenants.maximum: unknown option/],
])('is a mistake from the start: %j', (options, complaint) => {
  expect(() => createAuthenticator({ audience: AUDIENCE, issuers: find, ...options } as never)).toThrow(
    complaint,
  )
})
