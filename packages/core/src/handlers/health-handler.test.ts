import { describe, expect, test } from 'vitest'
import { basic, countedKeys, ISSUER } from '../../test-support/authentication.js'
import { createAuthenticator } from '../create-authenticator.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { KeySourceStatus } from '../keys/key-source.js'
import { manualClock } from '../testing/manual-clock.js'
import { createHealthHandler } from './health-handler.js'

const ask = async (handler: ReturnType<typeof createHealthHandler>, path: string, method = 'GET') => {
  const answer = await handler(new Request(`http://mounted.invalid${path}`, { method }))
  const text = await answer.text()
  return {
    status: answer.status,
    body: text === '' ? '' : JSON.parse(text),
    headers: Object.fromEntries(answer.headers),
  }
}

/** A handle over a source that has no keys before it is told to load them, and counts how often it is asked to. */
function slowly(label = ISSUER) {
  const keys = countedKeys()
  const source = {
    loads: 0,
    current: { state: 'down', keys: [] } as KeySourceStatus,
    load: () => {
      source.current = { state: 'fresh', keys: keys.status().keys }
    },
  }
  const handle = createAuthenticator({
    ...basic,
    issuer: label,
    keys: {
      source: {
        ...keys,
        status: () => source.current,
        refresh: async () => {
          source.loads++
        },
      },
    },
  })
  return { source, handle }
}

describe('a process', () => {
  test('whose keys are written down is ready at once', async () => {
    const handler = createHealthHandler(createAuthenticator(basic))
    expect(handler.paths).toEqual(['/readyz', '/livez'])
    expect(await ask(handler, '/readyz')).toEqual({
      status: 200,
      body: { status: 'ready', issuers: { fresh: 1, stale: 0, down: 0 } },
      headers: { 'cache-control': 'no-store', 'content-type': 'application/json' },
    })
  })

  test('is not ready before all keys were there, and asking loads them', async () => {
    const [one, other] = [slowly(), slowly('https://other.test')]
    const handler = createHealthHandler([one.handle, other.handle])
    expect(await ask(handler, '/readyz')).toMatchObject({
      status: 503,
      body: { status: 'starting', issuers: { fresh: 0, stale: 0, down: 2 } },
    })
    expect([one.source.loads, other.source.loads]).toEqual([1, 1])
    one.source.load()
    expect((await ask(handler, '/readyz')).status).toBe(503)
    other.source.load()
    expect((await ask(handler, '/readyz')).status).toBe(200)
  })

  test('stays ready when its keys cannot be had any more, which shows', async () => {
    const { source, handle } = slowly()
    const handler = createHealthHandler(handle)
    source.load()
    expect((await ask(handler, '/readyz')).status).toBe(200)
    source.current = { state: 'down', keys: [] }
    expect(await ask(handler, '/readyz')).toMatchObject({ status: 200, body: { issuers: { down: 1 } } })
  })

  test('is ready with keys that are stale', async () => {
    const { source, handle } = slowly()
    source.load()
    source.current = { ...source.current, state: 'stale' }
    expect(await ask(createHealthHandler(handle), '/readyz')).toMatchObject({
      status: 200,
      body: { issuers: { stale: 1 } },
    })
  })

  test('waits for a revocation list that is loading', async () => {
    const handle = createAuthenticator(basic)
    let state = 'loading'
    const handler = createHealthHandler({
      ready: handle.ready,
      status: () => ({ ...handle.status(), revocation: { state } }) as never,
    })
    expect((await ask(handler, '/readyz')).status).toBe(503)
    state = 'live'
    expect((await ask(handler, '/readyz')).status).toBe(200)
  })

  test('lives, whatever became of its keys', async () => {
    const { source, handle } = slowly()
    expect(await ask(createHealthHandler(handle), '/livez')).toMatchObject({
      status: 200,
      body: { status: 'alive' },
    })
    expect(source.loads).toBe(0)
  })

  test('asks for its keys once in a while, however often it is probed', async () => {
    const { source, handle } = slowly()
    const clock = manualClock()
    const handler = createHealthHandler(handle, { clock })
    for (let probe = 0; probe < 1_000; probe++) await ask(handler, '/readyz')
    expect(source.loads).toBe(1)
    clock.advance(5)
    await ask(handler, '/readyz')
    expect(source.loads).toBe(2)
  })
})

describe('the answer', () => {
  test('names no issuer and no key, unless that is asked for', async () => {
    const auth = createAuthenticator(basic)
    const [short, long] = [createHealthHandler(auth), createHealthHandler(auth, { details: true })]
    expect(JSON.stringify(await ask(short, '/readyz'))).not.toContain('id.test')
    expect((await ask(long, '/readyz')).body).toEqual({
      status: 'ready',
      issuers: [{ issuer: ISSUER, state: 'fresh', keys: 1 }],
    })
  })

  test.each(['/readyz', '/livez'])('of %s is for GET and HEAD', async (path) => {
    const handler = createHealthHandler(createAuthenticator(basic))
    expect(await ask(handler, path, 'HEAD')).toMatchObject({ status: 200, body: '' })
    expect(await ask(handler, path, 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } })
  })

  test('is where the options say', async () => {
    const handler = createHealthHandler(createAuthenticator(basic), {
      readiness: '/health',
      liveness: '/alive',
    })
    expect(handler.paths).toEqual(['/health', '/alive'])
    expect((await ask(handler, '/health')).body).toHaveProperty('status', 'ready')
    expect((await ask(handler, '/alive')).body).toEqual({ status: 'alive' })
  })
})

test('a middleware, which is a function, can be watched', async () => {
  const { ready, status } = createAuthenticator(basic)
  const middleware = Object.assign(() => {}, { ready, status })
  expect((await ask(createHealthHandler(middleware), '/readyz')).status).toBe(200)
})

test.each([
  ['nothing', undefined, {}],
  ['no handle', {}, {}],
  ['an empty list', [], {}],
  ['an unknown option', createAuthenticator(basic), { paths: [] }],
  ['one path for both', createAuthenticator(basic), { readiness: '/health', liveness: '/health' }],
  ['a path that is none', createAuthenticator(basic), { readiness: 'health' }],
])('%s is refused', (_name, auth, options) => {
  expect(() => createHealthHandler(auth as never, options as never)).toThrow(ConfigurationError)
})
