import { execFileSync } from 'node:child_process'
import type { RequestListener } from 'node:http'
import { request as requestHttps } from 'node:https'
import { type Authenticator, type AuthOptions, createAuthenticator, type Fetch } from '@meishi/core'
import { createSigner, type ManualClock, manualClock, mintToken, type Signer } from '@meishi/core/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { expiredCertificate, type FaultyEndpoint, startEndpoint } from './faulty-endpoint.js'

/** Every way in which a key endpoint can fail: what clients get, how often it was asked, what `status()` says. */

const [known, unknown] = [createSigner({ kid: 'known' }), createSigner({ kid: 'unknown' })]
const good: RequestListener = (_request, response) => response.end(JSON.stringify(known.jwks))
const answering =
  (status: number, headers: Record<string, string> = {}, body = ''): RequestListener =>
  (_request, response) =>
    response.writeHead(status, headers).end(body)

interface Fault {
  readonly name: string
  readonly answer: RequestListener
  /** What is told of it, behind host and port. */
  readonly problem: string
  /** Its fetches are given up after a second, for the test's sake. */
  readonly isSlow?: boolean
  /** How long until it is asked again at the latest. */
  readonly rest?: number
}

const FAULTS: readonly Fault[] = [
  {
    name: 'is slow, byte by byte',
    answer: (_request, response) => {
      const trickle = setInterval(() => response.write(' '), 10)
      response.on('close', () => clearInterval(trickle))
    },
    problem: 'gave no whole answer within 1 s',
    isSlow: true,
  },
  { name: 'hangs', answer: () => {}, problem: 'gave no whole answer within 1 s', isSlow: true },
  {
    name: 'answers by half',
    answer: (_request, response) => {
      const whole = JSON.stringify(known.jwks)
      response.writeHead(200, { 'content-length': whole.length })
      response.write(whole.slice(0, 40), () => response.destroy())
    },
    problem: 'cannot be reached (ECONNRESET)',
  },
  { name: 'answers 500', answer: answering(500), problem: 'answered 500' },
  {
    name: 'answers 429 with Retry-After',
    answer: answering(429, { 'retry-after': '120' }),
    problem: 'answered 429',
    rest: 120,
  },
  { name: 'answers 404', answer: answering(404, {}, JSON.stringify(unknown.jwks)), problem: 'answered 404' },
  {
    name: 'answers with HTML',
    answer: answering(200, { 'content-type': 'text/html' }, '<title>Welcome</title>'),
    problem: 'answered with something that is no JSON object',
  },
  {
    name: 'answers with an empty set',
    answer: answering(200, {}, '{"keys":[]}'),
    problem: 'gave no usable key',
  },
  {
    name: 'answers with 30 MB',
    answer: (_request, response) => {
      response.write('{"keys":[')
      response.end(Buffer.alloc(30 * 1024 * 1024, ' '))
    },
    problem: 'answered with more than 512 KiB',
  },
  {
    name: 'breaks the connection',
    answer: ({ socket }) => socket.destroy(),
    problem: 'cannot be reached (ECONNRESET)',
  },
]

let clock: ManualClock
let endpoint: FaultyEndpoint
let auth: Authenticator
const options = (): AuthOptions => ({
  issuer: 'https://id.test',
  audience: 'api',
  keys: { jwksUri: `${endpoint.origin}/jwks?secret=hunter2` },
  clock,
})
const ask = async (by: Signer, iss = 'https://id.test'): Promise<string> => {
  const token = mintToken(by, { iss, aud: 'api', iat: clock() - 1, exp: clock() + 100 })
  try {
    const outcome = await auth.authenticate({
      method: 'GET',
      rawHeaders: ['Authorization', `Bearer ${token}`],
    })
    return outcome.status === 'refused' ? `${outcome.error.status} ${outcome.error.code}` : outcome.status
  } catch (error) {
    const { status, part } = error as { status: number; part: string }
    return `${status} ${part}`
  }
}
const statusOf = () => auth.status().issuers[0]

beforeEach(async () => {
  clock = manualClock()
  endpoint = await startEndpoint(good)
  auth = createAuthenticator(options())
})
afterEach(async () => {
  auth.close()
  await endpoint.close()
})

describe.each(FAULTS)('an endpoint that $name', ({ answer, problem, isSlow = false, rest = 1 }) => {
  beforeEach(() => {
    if (isSlow) auth = createAuthenticator({ ...options(), remoteKeys: { timeout: 1 } })
  })

  test('from the start: 503 for all, one fetch until the back-off is over, then as if nothing had been', async () => {
    endpoint.answer = answer
    const words = await Promise.all([known, unknown, known].map((by) => ask(by)))
    expect(words).toEqual(['503 keys', '503 keys', '503 keys'])
    expect(await ask(known)).toBe('503 keys')
    expect(endpoint.asked).toBe(1)
    expect(statusOf()).toMatchObject({ state: 'down', keys: [], failures: 1, age: undefined })
    expect(statusOf()?.lastError?.problem).toMatch(new RegExp(`^${endpoint.place} `))
    expect(statusOf()?.lastError?.problem).toContain(problem)

    endpoint.answer = good
    clock.advance(rest)
    expect([await ask(known), await ask(unknown)]).toEqual(['authenticated', '401 key_not_found'])
    expect(endpoint.asked).toBe(2)
    expect(statusOf()).toMatchObject({ state: 'fresh', failures: 0 })
  })

  test('later: known keys work for a day, unknown ones are 503, and status() says stale, then down', async () => {
    await ask(known)
    endpoint.answer = answer
    clock.advance(601)
    expect([await ask(known), await ask(unknown), await ask(known)]).toEqual([
      'authenticated',
      '503 keys',
      'authenticated',
    ])
    expect(endpoint.asked).toBe(2)
    expect(statusOf()).toMatchObject({
      state: 'stale',
      keys: [{ kid: 'known', alg: 'ES256' }],
      age: 601,
      failures: 1,
    })
    expect(statusOf()?.lastError?.problem).toContain(problem)

    clock.advance(86_400)
    expect([await ask(known), await ask(unknown)]).toEqual(['503 keys', '503 keys'])
    expect(endpoint.asked).toBe(3)
    expect(statusOf()?.state).toBe('down')

    endpoint.answer = good
    clock.advance(Math.max(rest, 2))
    expect([await ask(known), await ask(unknown)]).toEqual(['authenticated', '401 key_not_found'])
    expect(statusOf()?.state).toBe('fresh')
  })
})

test('an endpoint that redirects to this machine is not followed', async () => {
  await using inside = await startEndpoint(good)
  endpoint.answer = answering(302, { location: `${inside.origin}/jwks` })
  expect(await ask(known)).toBe('503 keys')
  expect([endpoint.asked, inside.asked]).toEqual([1, 0])
  expect(statusOf()?.lastError?.problem).toContain('a redirect, which is not followed')
})

test('a connection that is refused, and later is not', async () => {
  await ask(known)
  await endpoint.close()
  clock.advance(601)
  expect([await ask(known), await ask(unknown)]).toEqual(['authenticated', '503 keys'])
  expect(statusOf()).toMatchObject({
    state: 'stale',
    lastError: { problem: `${endpoint.place} cannot be reached (ECONNREFUSED)` },
  })
  await endpoint.open()
  clock.advance(2)
  expect(await ask(known)).toBe('authenticated')
  await vi.waitFor(() => expect(statusOf()?.state).toBe('fresh'))
})

describe('metadata of another issuer', () => {
  const metadata = (issuer: string): RequestListener => {
    const body = JSON.stringify({ issuer, jwks_uri: `${endpoint.origin}/jwks` })
    return (request, response) => (request.url === '/jwks' ? good(request, response) : response.end(body))
  }
  const issuer = (): string => endpoint.origin

  test('is an outage from the start, and no key is fetched', async () => {
    endpoint.answer = metadata('https://evil.test')
    auth = createAuthenticator({ issuer: issuer(), audience: 'api', clock })
    expect(await ask(known, issuer())).toBe('503 keys')
    expect(endpoint.asked).toBe(1)
    expect(statusOf()?.lastError?.problem).toBe(
      `${endpoint.place} answered with the metadata of another issuer`,
    )
  })

  test('later leaves the keys that are there usable for a day', async () => {
    endpoint.answer = metadata(issuer())
    auth = createAuthenticator({ issuer: issuer(), audience: 'api', clock })
    expect(await ask(known, issuer())).toBe('authenticated')
    endpoint.answer = metadata('https://evil.test')
    clock.advance(3601)
    expect(await ask(known, issuer())).toBe('authenticated')
    expect(statusOf()?.state).toBe('stale')
    clock.advance(86_400)
    expect(await ask(known, issuer())).toBe('503 keys')
  })
})

describe.skipIf(!hasOpenssl() && process.env.CI === undefined)('a certificate whose time is over', () => {
  test('is an outage, also where it is trusted otherwise', async () => {
    const certificate = expiredCertificate()
    await using secure = await startEndpoint(good, certificate)
    const keys = { jwksUri: `${secure.origin}/jwks` }
    auth = createAuthenticator({ ...options(), keys })
    expect(await ask(known)).toBe('503 keys')
    expect(statusOf()?.lastError?.problem).toMatch(
      /cannot be reached \((CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT)\)/,
    )

    const fetch: Fetch = (url, { headers, signal }) =>
      new Promise((resolve, reject) => {
        const answered = (body: import('node:http').IncomingMessage): void =>
          resolve({ status: body.statusCode ?? 0, headers: { get: () => null }, body })
        requestHttps(url, { headers, signal, ca: certificate.cert }, answered).on('error', reject).end()
      })
    auth = createAuthenticator({ ...options(), keys, fetch })
    expect(await ask(known)).toBe('503 keys')
    expect(statusOf()?.lastError?.problem).toBe(`${secure.place} cannot be reached (CERT_HAS_EXPIRED)`)
    expect(secure.asked).toBe(0)
  })
})

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe('ten thousand requests', () => {
  const forged = (number: number): Promise<string> => ask({ ...unknown, kid: `invented-${number}` })

  test('with random kids at once are one fetch, and so are ten thousand more a cooldown later', async () => {
    const words = await Promise.all(Array.from({ length: 10_000 }, (_, number) => forged(number)))
    expect(new Set(words)).toEqual(new Set(['401 key_not_found']))
    expect(endpoint.asked).toBe(1)
    clock.advance(30)
    await Promise.all(Array.from({ length: 10_000 }, (_, number) => forged(number)))
    expect(endpoint.asked).toBe(2)
  }, 60_000)

  test('during an outage are one fetch per back-off', async () => {
    endpoint.answer = answering(503)
    for (let round = 0; round < 10; round++) {
      const words = await Promise.all(Array.from({ length: 1000 }, (_, number) => forged(number)))
      expect(new Set(words)).toEqual(new Set(['503 keys']))
      expect(endpoint.asked).toBe(round + 1)
      clock.advance(61)
    }
  }, 60_000)
})
