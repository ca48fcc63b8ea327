import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AUDIENCE, ISSUER, mint, request, wordFor } from '../../test-support/authentication.js'
import {
  disconnect,
  json,
  type KeyEndpoint,
  publishing,
  startKeyEndpoint,
  status,
} from '../../test-support/key-endpoint.js'
import { type Authenticator, createAuthenticator } from '../create-authenticator.js'
import type { AuthOptions } from '../options/auth-options.js'
import { createSigner, type ManualClock, manualClock } from '../testing.js'

const [a, b, c] = ['a', 'b', 'c'].map((kid) => createSigner({ kid })) as [Signer, Signer, Signer]
type Signer = ReturnType<typeof createSigner>

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
const tokenOf = (signer: Signer, claims = {}): string =>
  mint({ iat: clock() - 1, exp: clock() + 1e6, ...claims }, {}, signer)
const ask = (signer: Signer, by = auth): Promise<string> => wordFor(by, request(tokenOf(signer)))
const stateOf = (by = auth): string | undefined => by.status().issuers[0]?.state
/** Until the load that began in the background has ended. */
const asked = (times: number): Promise<void> =>
  vi.waitFor(() => {
    expect(endpoint.asked).toHaveLength(times)
    expect(auth.status().issuers[0]?.age).toBe(0)
  })

beforeEach(async () => {
  clock = manualClock()
  endpoint = await startKeyEndpoint(publishing(a))
  auth = create()
})
afterEach(async () => {
  auth.close()
  await endpoint.close()
})

describe('keys at an endpoint', () => {
  test('are not asked for before somebody needs them', async () => {
    expect(stateOf()).toBe('down')
    expect(endpoint.asked).toHaveLength(0)
    expect(await ask(a)).toBe('authenticated')
    expect(endpoint.asked).toHaveLength(1)
    expect(stateOf()).toBe('fresh')
  })

  test('are asked for once by a thousand first requests at the same time', async () => {
    const words = await Promise.all(Array.from({ length: 1000 }, () => ask(a)))
    expect(new Set(words)).toEqual(new Set(['authenticated']))
    expect(endpoint.asked).toHaveLength(1)
  })

  test('are there before the first request after ready()', async () => {
    await auth.ready()
    expect(stateOf()).toBe('fresh')
    await ask(a)
    expect(endpoint.asked).toHaveLength(1)
  })

  test('are fetched ahead of need, and no request waits for it', async () => {
    await ask(a)
    clock.advance(530)
    let finish = (): void => {}
    endpoint.answer = (_request, response) => {
      finish = () => publishing(a)(_request, response)
    }
    expect(await ask(a)).toBe('authenticated')
    await vi.waitFor(() => expect(endpoint.asked).toHaveLength(2))
    expect(await ask(a)).toBe('authenticated')
    expect(auth.status().issuers[0]?.age).toBe(530)
    finish()
    await asked(2)
  })

  test('are waited for where they are too old and nobody has failed to fetch them', async () => {
    await ask(a)
    endpoint.answer = publishing(b)
    clock.advance(601)
    expect(await ask(a)).toBe('key_not_found')
    expect(await ask(b)).toBe('authenticated')
    expect(endpoint.asked).toHaveLength(2)
  })

  test('that were removed stop working at the next refresh, where all traffic is cache hits', async () => {
    const token = tokenOf(a)
    expect(await wordFor(auth, request(token))).toBe('authenticated')
    endpoint.answer = publishing(b)
    clock.advance(530)
    expect(await wordFor(auth, request(token))).toBe('authenticated')
    await asked(2)
    expect(await wordFor(auth, request(token))).toBe('key_not_found')
  })

  test('that have not changed stay the same, so that remembered tokens stay remembered', async () => {
    const cached: boolean[] = []
    auth = create({ onDecision: (record) => cached.push(record.cached) })
    const token = tokenOf(a)
    await wordFor(auth, request(token))
    endpoint.answer = publishing(c, a)
    clock.advance(601)
    await wordFor(auth, request(token))
    expect(cached).toEqual([false, true])
    expect(endpoint.asked).toHaveLength(2)
  })

  test('of the same kid and other material are other keys', async () => {
    const twin = createSigner({ kid: 'a' })
    const token = tokenOf(a)
    await wordFor(auth, request(token))
    endpoint.answer = publishing(twin)
    clock.advance(601)
    expect(await wordFor(auth, request(token))).toBe('signature_invalid')
    expect(await ask(twin)).toBe('authenticated')
  })

  test('are asked for with the tag that they came with', async () => {
    endpoint.answer = json({ keys: a.jwks.keys }, { etag: '"1"' })
    await ask(a)
    endpoint.answer = status(304)
    for (const times of [2, 3]) {
      clock.advance(601)
      expect(await ask(a)).toBe('authenticated')
      expect(endpoint.asked).toHaveLength(times)
    }
    expect(endpoint.asked.map((headers) => headers['if-none-match'])).toEqual([undefined, '"1"', '"1"'])
    expect(stateOf()).toBe('fresh')
  })

  test.each([
    ['max-age=3600', 3599, 3601],
    ['public, max-age=7200, s-maxage=1', 7199, 7201],
    ['max-age=5', 59, 61],
    ['no-store', 59, 61],
    ['max-age=31536000', 86_399, 86_401],
    ['private', 599, 601],
    ['MAX-AGE="120"', 119, 121],
  ])('are fresh for as long as %s says, within bounds', async (cacheControl, until, after) => {
    endpoint.answer = json({ keys: a.jwks.keys }, { 'cache-control': cacheControl })
    await ask(a)
    endpoint.answer = disconnect
    clock.advance(until)
    expect(stateOf()).toBe('fresh')
    clock.advance(after - until)
    expect(stateOf()).not.toBe('fresh')
  })

  test('are not fresh for the time that they spent in other caches', async () => {
    endpoint.answer = json({ keys: a.jwks.keys }, { 'cache-control': 'max-age=600', age: '500' })
    await ask(a)
    clock.advance(99)
    expect(stateOf()).toBe('fresh')
    clock.advance(2)
    expect(stateOf()).toBe('stale')
  })
})

test.each([601, 86_400])('keys are fetched anew by a clock that was set back by %d s', async (seconds) => {
  await ask(a)
  endpoint.answer = publishing(b)
  clock.advance(-seconds)
  await ask(a)
  await asked(2)
  expect(await ask(b)).toBe('authenticated')
  endpoint.answer = disconnect
  clock.advance(601)
  expect(await ask(b)).toBe('authenticated')
  clock.advance(-2 * seconds)
  await ask(b)
  await vi.waitFor(() => expect(endpoint.asked).toHaveLength(4))
})

describe('an unknown kid', () => {
  test('makes the endpoint be asked once per cooldown, whoever sends how many', async () => {
    const forged = Array.from({ length: 500 }, (_, index) => createToken(`kid-${index}`))
    for (let round = 1; round <= 3; round++) {
      const words = await Promise.all(forged.map((token) => wordFor(auth, request(token))))
      expect(new Set(words)).toEqual(new Set(['key_not_found']))
      expect(endpoint.asked).toHaveLength(round)
      clock.advance(30)
    }
  })

  test('that was really added is found after the cooldown, whatever else was asked for', async () => {
    await ask(a)
    clock.advance(10)
    endpoint.answer = publishing(a, b)
    expect(await ask(c)).toBe('key_not_found')
    expect(await ask(b)).toBe('key_not_found')
    clock.advance(20)
    expect(await ask(b)).toBe('authenticated')
    expect(endpoint.asked).toHaveLength(2)
  })

  test('does not make the requests of known keys wait', async () => {
    await ask(a)
    clock.advance(30)
    endpoint.answer = () => {}
    const unknown = ask(b)
    await vi.waitFor(() => expect(endpoint.asked).toHaveLength(2))
    expect(await ask(a)).toBe('authenticated')
    auth.close()
    expect(await unknown).toBe('UnavailableError')
  })

  test('is a 503 where the last fetch has failed, while known keys work', async () => {
    await ask(a)
    clock.advance(30)
    endpoint.answer = status(500)
    expect(await ask(b)).toBe('UnavailableError')
    expect(await ask(a)).toBe('authenticated')
    expect(stateOf()).toBe('fresh')
    clock.advance(2)
    endpoint.answer = publishing(a)
    expect(await ask(b)).toBe('UnavailableError')
    clock.advance(30)
    expect(await ask(b)).toBe('key_not_found')
  })

  const createToken = (kid: string): string => mint({ iat: clock() - 1, exp: clock() + 1e6 }, { kid }, a)
})

describe('an endpoint that fails', () => {
  test('is asked again after a time that grows, and not before', async () => {
    endpoint.answer = status(500)
    for (const [failures, longest] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
      expect(await ask(a)).toBe('UnavailableError')
      expect(endpoint.asked).toHaveLength(failures + 1)
      clock.advance(longest * 0.49)
      expect(await ask(a)).toBe('UnavailableError')
      expect(endpoint.asked).toHaveLength(failures + 1)
      clock.advance(longest * 0.52)
    }
    endpoint.answer = publishing(a)
    expect(await ask(a)).toBe('authenticated')
    expect(auth.status().issuers[0]?.failures).toBe(0)
  })

  test.each([
    ['120', 119, 2],
    ['86400', 599, 2],
    ['0', 0.49, 1],
    ['soon', 0.49, 1],
  ])(
    'is left alone for as long as it asks, within bounds: Retry-After: %s',
    async (retryAfter, before, more) => {
      endpoint.answer = status(429, { 'retry-after': retryAfter })
      await ask(a)
      clock.advance(before)
      await ask(a)
      expect(endpoint.asked).toHaveLength(1)
      clock.advance(more)
      await ask(a)
      expect(endpoint.asked).toHaveLength(2)
    },
  )

  test('is left alone until the date that it names', async () => {
    clock.set(Math.floor(clock()))
    endpoint.answer = status(503, { 'retry-after': new Date((clock() + 90) * 1000).toUTCString() })
    await ask(a)
    clock.advance(89)
    await ask(a)
    expect(endpoint.asked).toHaveLength(1)
    clock.advance(2)
    await ask(a)
    expect(endpoint.asked).toHaveLength(2)
  })

  test('leaves its keys usable for a day since they were last good, and not longer', async () => {
    const stale: boolean[] = []
    auth = create({ onDecision: (record) => stale.push(record.stale) })
    const token = tokenOf(a)
    await wordFor(auth, request(token))
    endpoint.answer = disconnect
    clock.advance(601)
    expect(await wordFor(auth, request(token))).toBe('authenticated')
    expect(stateOf()).toBe('stale')
    clock.advance(86_400 - 602)
    expect(await wordFor(auth, request(token))).toBe('authenticated')
    clock.advance(1)
    expect(await wordFor(auth, request(token))).toBe('UnavailableError')
    expect(stateOf()).toBe('down')
    expect(stale).toEqual([false, true, true, false])
  })

  test('leaves nothing usable past its freshness with staleFor: 0', async () => {
    auth = create({ remoteKeys: { staleFor: 0 } })
    await ask(a)
    endpoint.answer = disconnect
    clock.advance(599)
    expect(await ask(a)).toBe('authenticated')
    clock.advance(1)
    expect(await ask(a)).toBe('UnavailableError')
  })

  test('is waited for by nobody while keys are stale and the outage goes on', async () => {
    await ask(a)
    endpoint.answer = disconnect
    clock.advance(601)
    await ask(a)
    clock.advance(60)
    endpoint.answer = () => {}
    expect(await ask(a)).toBe('authenticated')
    await vi.waitFor(() => expect(endpoint.asked).toHaveLength(3))
  })
})
