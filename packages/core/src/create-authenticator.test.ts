import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { basic, countedKeys, mint, request, wordFor } from '../test-support/authentication.js'
import { createAuthenticator } from './create-authenticator.js'
import { ConfigurationError } from './errors/configuration-error.js'

test('Node’s own upgrade request can be authenticated as it stands', async () => {
  const authenticator = createAuthenticator(basic)
  const server = createServer()
  const answered = new Promise<string>((resolve) => {
    server.on('upgrade', async (message, socket) => {
      resolve(await wordFor(authenticator, message))
      socket.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.write(
    `GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\nAuthorization: Bearer ${mint()}\r\n\r\n`,
  )
  expect(await answered).toBe('authenticated')
  client.destroy()
  server.close()
})

describe('close', () => {
  test('is idempotent, closes key sources once, and is a 503 from then on', async () => {
    const source = countedKeys()
    const authenticator = createAuthenticator({ ...basic, keys: { source } })
    const child = authenticator.with({ optional: true })
    const own = countedKeys()
    const other = authenticator.with({ keys: { source: own } })
    child.close()
    authenticator.close()
    expect([source.closed, own.closed]).toEqual([1, 1])
    for (const one of [authenticator, child, other]) {
      await expect(one.authenticate(request(mint()))).rejects.toMatchObject({
        status: 503,
        part: 'authenticator',
      })
    }
  })

  test('is a 503 for requests without a token as well, and for good', async () => {
    const authenticator = createAuthenticator({ ...basic, optional: true })
    authenticator.close()
    expect(() => authenticator.replace(basic)).toThrow(ConfigurationError)
    expect(await wordFor(authenticator, request())).toBe('UnavailableError')
  })
})

test('ready does not fail because the keys of one issuer are down', async () => {
  const source = countedKeys()
  source.state = 'down'
  const authenticator = createAuthenticator({ ...basic, keys: { source } })
  await expect(authenticator.ready()).resolves.toBeUndefined()
})

test('status names issuers, keys, cache and failures of a handle that cannot be changed', () => {
  const authenticator = createAuthenticator(basic)
  expect(Object.isFrozen(authenticator)).toBe(true)
  expect(authenticator.status()).toEqual({
    issuers: [
      { issuer: basic.issuer, state: 'fresh', keys: [{ kid: 'test-key', alg: 'ES256' }], withdrawn: [] },
    ],
    cache: { entries: 0, bytes: 0 },
    onDecisionFailures: 0,
  })
})

test.each([
  [{}, false],
  [{ token: { form: 'token' } }, true],
  [{ token: [{ query: 'q' }, { form: 'token' }] }, true],
  [{ claimMapping: [{ claim: 'sub', to: { form: 'user' } }] }, true],
  [{ claimMapping: [{ claim: 'sub', to: { header: 'X-User' } }] }, false],
] as const)('with %j a handle reads the body: %s', (options, reads) => {
  expect(createAuthenticator({ ...basic, ...options }).readsBody).toBe(reads)
})

test('a handle reads the body as long as its present options say so', () => {
  const handle = createAuthenticator(basic)
  const derived = handle.with({ token: { form: 'token' } })
  expect([handle.readsBody, derived.readsBody]).toEqual([false, true])
  handle.replace({ ...basic, claimMapping: [{ claim: 'sub', to: { form: 'user' } }] })
  expect(handle.readsBody).toBe(true)
})

test('a handle that looks for no token lets everybody pass, and strips all the same', async () => {
  const handle = createAuthenticator({ ...basic, claimMapping: [{ claim: 'sub', to: { header: 'X-User' } }] })
  const open = handle.with({ token: null, optional: true })
  expect(await wordFor(open, request(mint({ exp: 1 })))).toBe('anonymous')
  expect(await wordFor(open, { ...request(), rawHeaders: ['Trailer', 'X-User'] })).toBe('request_malformed')
  expect(open.mappedNames.header).toEqual(new Set(['x-user']))
  expect(() => handle.with({ token: null })).toThrow(/^token: is null/)
})
