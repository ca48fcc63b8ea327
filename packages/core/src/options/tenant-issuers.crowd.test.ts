import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AUDIENCE, mint, request, wordFor } from '../../test-support/authentication.js'
import { type KeyEndpoint, publishing, startKeyEndpoint } from '../../test-support/key-endpoint.js'
import { type Authenticator, createAuthenticator } from '../create-authenticator.js'
import { createKeySource } from '../keys/create-key-source.js'
import { createSigner, type ManualClock, manualClock, type Signer } from '../testing.js'
import type { AuthOptions } from './auth-options.js'
import type { FindIssuer, TenantOptions } from './issuer-options.js'

const a = createSigner({ kid: 'a' })
const tenant = (number: number): string => `https://t${number}.test`

let clock: ManualClock
let endpoint: KeyEndpoint
let auth: Authenticator
const find = vi.fn<FindIssuer>()
const keysOf = (issuer: string): TenantOptions => ({ keys: { jwksUri: `${endpoint.url}?${issuer}` } })
const create = (tenants: AuthOptions['tenants']): Authenticator =>
  createAuthenticator({
    audience: AUDIENCE,
    clock,
    issuers: find,
    tenants: { allowPrivateHosts: ['127.0.0.1'], ...tenants },
  })
const ask = (iss: string, by: Signer = a): Promise<string> =>
  wordFor(auth, request(mint({ iss, iat: clock() - 1, exp: clock() + 1e6 }, {}, by)))

beforeEach(async () => {
  clock = manualClock()
  endpoint = await startKeyEndpoint(publishing(a))
  find.mockReset().mockImplementation(keysOf)
})
afterEach(async () => {
  auth.close()
  await endpoint.close()
})

test('A tenant that was dropped while it was asked about follows its keys all the same', async () => {
  auth = create({ max: 1 })
  expect(await ask(tenant(1))).toBe('authenticated')
  clock.advance(301)
  let resolve = (_answer: TenantOptions): void => {}
  const promise = new Promise<TenantOptions>((done) => {
    resolve = done
  })
  find.mockImplementation((issuer) => (issuer === tenant(1) ? promise : keysOf(issuer)))
  const asking = ask(tenant(1))
  expect(await ask(tenant(2))).toBe('authenticated')
  resolve(keysOf(tenant(1)))
  expect(await asking).toBe('authenticated')
  const b = createSigner({ kid: 'b' })
  endpoint.answer = publishing(b)
  clock.advance(100)
  expect([await ask(tenant(1), b), await ask(tenant(1), a)]).toEqual(['authenticated', 'key_not_found'])
})

test('A flood of invented names does not shut out a tenant of before', async () => {
  auth = create({})
  expect(await ask(tenant(1))).toBe('authenticated')
  find.mockImplementation((issuer) => (issuer === tenant(1) ? keysOf(issuer) : new Promise(() => {})))
  for (let number = 0; number < 32; number++) void ask(`https://invented${number}.test`)
  expect(await ask('https://one-too-many.test')).toBe('UnavailableError')
  clock.advance(301)
  expect(await ask(tenant(1))).toBe('authenticated')
  find.mockReturnValue(undefined)
  clock.advance(301)
  expect(await ask(tenant(1))).toBe('issuer_refused')
})

test('Where too many tenants of before are asked about at once, the earlier answer stands for a while', async () => {
  auth = create({})
  for (let number = 0; number < 33; number++) expect(await ask(tenant(number))).toBe('authenticated')
  find.mockReset().mockReturnValue(new Promise(() => {}))
  clock.advance(301)
  for (let number = 0; number < 32; number++) void ask(tenant(number))
  expect(await ask(tenant(32))).toBe('authenticated')
  clock.advance(86_400)
  expect(await ask(tenant(32))).toBe('UnavailableError')
  expect(find).toHaveBeenCalledTimes(32)
})

describe('a source of the application', () => {
  const close = vi.fn()
  const source = { ...createKeySource({ jwks: a.jwks }), close }
  beforeEach(() => close.mockReset())

  test('is not closed where a changed answer names it again', async () => {
    auth = create({})
    find.mockReturnValue({ keys: { source } })
    expect(await ask(tenant(1))).toBe('authenticated')
    find.mockReturnValue({ keys: { source }, audience: [AUDIENCE, 'x'] })
    clock.advance(301)
    expect([await ask(tenant(1)), close.mock.calls.length]).toEqual(['authenticated', 0])
  })

  test('is not closed while another tenant uses it', async () => {
    auth = create({ max: 2 })
    find.mockReturnValue({ keys: { source } })
    for (const number of [1, 2, 3]) expect(await ask(tenant(number))).toBe('authenticated')
    expect(close).not.toHaveBeenCalled()
    auth.close()
    expect(close).toHaveBeenCalledTimes(1)
  })
})
