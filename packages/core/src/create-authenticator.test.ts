import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { basic, countedKeys, mint, request, wordFor } from '../test-support/authentication.js'
import { receive, responseTo, surfaceOf, viewOf } from '../test-support/receive.js'
import { createAuthenticator } from './create-authenticator.js'
import { ConfigurationError } from './errors/configuration-error.js'
import { protect } from './protect.js'

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

describe('what the application throws', () => {
  const rows = [
    [
      'check',
      {
        check: (): boolean => {
          throw new RangeError('mine')
        },
      },
    ],
    [
      'an asynchronous check',
      {
        check: async (): Promise<boolean> => {
          throw new RangeError('mine')
        },
      },
    ],
    [
      'guard',
      {
        guard: (): boolean => {
          throw new RangeError('mine')
        },
      },
    ],
    [
      'schema',
      {
        claims: {
          '~standard': {
            version: 1,
            vendor: 't',
            validate: () => {
              throw new RangeError('mine')
            },
          },
        },
      },
    ],
  ] as const

  test.each(rows)('in its %s is passed on as it is, never a 401', async (_name, options) => {
    const onDecision = vi.fn()
    const authenticator = createAuthenticator({ ...basic, ...(options as object), onDecision })
    await expect(authenticator.authenticate(request(mint()))).rejects.toThrow(new RangeError('mine'))
    expect(onDecision).toHaveBeenCalledWith(expect.objectContaining({ outcome: 'failed', code: undefined }))
  })

  test.each([undefined, null, 'route', 'router', 0, { status: 401 }])(
    'and is no Error, as %o, becomes one',
    async (thrown) => {
      const authenticator = createAuthenticator({
        ...basic,
        check: () => {
          throw thrown
        },
      })
      const error = await authenticator.authenticate(request(mint())).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(Error)
      expect(error).toMatchObject({ cause: thrown })
      expect(error).not.toHaveProperty('status')
    },
  )
})

describe('mode: report', () => {
  const onDecision = vi.fn()
  const consume = vi.fn(() => true)
  const reporting = () =>
    createAuthenticator({
      ...basic,
      onDecision,
      mode: 'report',
      forwardToken: false,
      preventReplay: { store: { consume } },
      claimMapping: [{ claim: 'sub', to: { header: 'X-User' } }],
    })

  test.each([
    ['a good token', mint(), 'authenticated', undefined],
    ['a bad token', 'x', 'refused', 'token_malformed'],
    ['no token', undefined, 'refused', 'token_missing'],
  ])('decides and reports %s, strips, and lets it pass as anonymous', async (_name, token, outcome, code) => {
    onDecision.mockClear()
    consume.mockClear()
    const headers: [string, string][] = token === undefined ? [] : [['Authorization', `Bearer ${token}`]]
    const message = await receive({ headers: [...headers, ['X-User', 'mallory']] })
    const passed = await protect(reporting(), surfaceOf(message), viewOf(message), responseTo(message))
    expect(passed).toEqual({ status: 'anonymous' })
    expect(onDecision).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ outcome, code, reportOnly: true }),
    )
    expect(message.headers['x-user']).toBeUndefined()
    expect(message.headers.authorization).toBe(headers[0]?.[1])
    expect(consume).not.toHaveBeenCalled()
  })

  test('lets an outage and a fault of the application pass too', async () => {
    const source = countedKeys()
    source.state = 'down'
    expect(await wordFor(reporting().with({ keys: { source } }), request(mint()))).toBe('anonymous')
    const faulty = reporting().with({
      check: () => {
        throw new Error('x')
      },
    })
    expect(await wordFor(faulty, request(mint()))).toBe('anonymous')
    expect(onDecision.mock.calls.slice(-2).map(([{ outcome }]) => outcome)).toEqual(['unavailable', 'failed'])
  })

  test('says so at start', async () => {
    const warned = once(process, 'warning')
    reporting()
    expect(await warned).toEqual([expect.objectContaining({ code: 'MEISHI_REPORT_MODE' })])
  })

  test('says so when it is switched on later', async () => {
    const authenticator = createAuthenticator(basic)
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    authenticator.replace({ ...basic, mode: 'report' })
    const calls = warn.mock.calls.length
    warn.mockRestore()
    expect(calls).toBe(1)
  })
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
