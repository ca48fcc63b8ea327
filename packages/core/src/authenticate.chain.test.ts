import { describe, expect, test, vi } from 'vitest'
import { basic, mint, wordFor } from '../test-support/authentication.js'
import { type Received, receive, responseTo, surfaceOf, viewOf } from '../test-support/receive.js'
import { type Authenticator, createAuthenticator } from './create-authenticator.js'
import type { TokenSource } from './http/token-source.js'
import { protect } from './protect.js'
import { memoryReplayStore } from './replay/memory-replay-store.js'

const token = mint({ scope: 'read' })
const bearer: TokenSource = { header: 'authorization', scheme: 'Bearer' }
const cookie: TokenSource = { cookie: 'sid' }
const root = createAuthenticator(basic)

async function pass(message: Received, authenticator: Authenticator): Promise<string> {
  const through = {
    authenticate: () => protect(authenticator, surfaceOf(message), viewOf(message), responseTo(message)),
  }
  return wordFor(through, viewOf(message))
}

async function chain(
  authenticators: readonly Authenticator[],
  headers: [string, string][],
): Promise<string[]> {
  const message = await receive({ headers })
  const words: string[] = []
  for (const authenticator of authenticators) words.push(await pass(message, authenticator))
  return words
}

const withToken = (text = token): [string, string][] => [['Authorization', `Bearer ${text}`]]

describe('two middlewares on one request', () => {
  const strict = root.with({ audience: 'other' })
  const guarded = root.with({ guard: () => false })

  test.each([
    ['both', [root, root.with({ typ: ['JWT', null] })], ['authenticated', 'authenticated']],
    ['a stricter audience', [root, strict], ['authenticated', 'audience_refused']],
    ['a guard', [root, guarded], ['authenticated', 'scope_insufficient']],
    ['the stricter first', [strict, root], ['audience_refused', 'authenticated']],
    ['optional first', [root.with({ optional: true }), root], ['authenticated', 'authenticated']],
  ])('are an AND: %s', async (_name, authenticators, words) => {
    expect(await chain(authenticators, withToken())).toEqual(words)
  })

  test('optional before required does not let a stranger pass', async () => {
    expect(await chain([root.with({ optional: true }), root], [])).toEqual(['anonymous', 'token_missing'])
  })

  test('check the signature once between them, without a cache too', async () => {
    const uncached = createAuthenticator({
      ...basic,
      cache: false,
      onDecision: (record) => cached.push(record.cached),
    })
    const cached: boolean[] = []
    await chain([uncached, uncached.with({ audience: null })], withToken())
    expect(cached).toEqual([false, true])
  })

  test('that find different tokens refuse the request as malformed', async () => {
    const byCookie = root.with({ token: cookie })
    const headers: [string, string][] = [...withToken(), ['Cookie', `sid=${mint()}`]]
    expect(await chain([root, byCookie], headers)).toEqual(['authenticated', 'request_malformed'])
    const same: [string, string][] = [...withToken(), ['Cookie', `sid=${token}`]]
    expect(await chain([root, byCookie], same)).toEqual(['authenticated', 'authenticated'])
  })

  test('that find different tokens do so in separate handles too', async () => {
    const separate = createAuthenticator({ ...basic, token: cookie })
    const headers: [string, string][] = [...withToken(), ['Cookie', `sid=${mint()}`]]
    expect(await chain([root, separate], headers)).toEqual(['authenticated', 'request_malformed'])
  })

  test('of which the first only reports speak of what the second finds', async () => {
    const reporting = root.with({ mode: 'report', token: cookie })
    const headers: [string, string][] = [...withToken(), ['Cookie', `sid=${mint()}`]]
    expect(await chain([reporting, root], headers)).toEqual(['anonymous', 'authenticated'])
  })
})

describe('a jti', () => {
  const store = memoryReplayStore()
  const preventReplay = { store }
  const spending = root.with({ preventReplay })

  test('is spent once by two middlewares of one request and never again', async () => {
    const once = withToken(mint())
    const separate = createAuthenticator({ ...basic, preventReplay })
    expect(await chain([spending, spending.with({ typ: [null] }), separate], once)).toEqual(
      Array(3).fill('authenticated'),
    )
    expect(await chain([spending], once)).toEqual(['jti_replayed'])
  })

  test('is spent in each of two stores', async () => {
    const second = { consume: vi.fn(() => true) }
    const both = [spending, root.with({ preventReplay: { store: second } })]
    expect(await chain(both, withToken(mint()))).toEqual(['authenticated', 'authenticated'])
    expect(second.consume).toHaveBeenCalledOnce()
  })

  test('is spent once per namespace', async () => {
    const counted = { consume: vi.fn(() => true) }
    const of = (namespace: string) => root.with({ preventReplay: { store: counted, namespace } })
    await chain([of('a'), of('b'), of('a')], withToken(mint()))
    expect(counted.consume).toHaveBeenCalledTimes(2)
  })
})

describe('forwardToken: false', () => {
  const message = (headers: [string, string][]) => receive({ headers })
  const hiding = root.with({ forwardToken: false })

  test('removes the token, and a second middleware still finds it', async () => {
    const received = await message(withToken())
    expect(await pass(received, hiding)).toBe('authenticated')
    expect(received.headers.authorization).toBeUndefined()
    expect(await pass(received, root)).toBe('authenticated')
    expect(await pass(received, hiding)).toBe('authenticated')
    expect(received.rawHeaders.join()).not.toContain(token)
  })

  test.each([
    ['in the header', withToken()],
    ['in the cookie', [['Cookie', `sid=${token}`]] as [string, string][]],
  ])('of several sources, the token %s', async (_where, headers) => {
    const several = hiding.with({ token: [bearer, cookie] })
    const received = await message(headers)
    expect([await pass(received, several), await pass(received, several)]).toEqual([
      'authenticated',
      'authenticated',
    ])
    expect(received.rawHeaders.join()).not.toContain(token)
  })

  test('in front of a middleware that spells the scheme in another case', async () => {
    const other = root.with({ token: { header: 'Authorization', scheme: 'bearer' } })
    expect(await chain([hiding, other], withToken())).toEqual(['authenticated', 'authenticated'])
  })

  test('does not hide the token from a second, stricter policy', async () => {
    expect(await chain([hiding, root.with({ audience: 'x' })], withToken())).toEqual([
      'authenticated',
      'audience_refused',
    ])
  })

  test('leaves a refused request as it is', async () => {
    const received = await message(withToken('x'))
    expect(await pass(received, hiding)).toBe('token_malformed')
    expect(received.headers.authorization).toBe('Bearer x')
  })
})

test('two middlewares map into the body that there was not: the one that the first made is no body of the client', async () => {
  const auth = createAuthenticator({ ...basic, claimMapping: [{ claim: 'sub', to: { form: 'user' } }] })
  const message = await receive({ method: 'POST', headers: [['Authorization', `Bearer ${mint()}`]] })
  for (const one of [auth, auth.with({ optional: true })]) {
    const outcome = await protect(one, surfaceOf(message), viewOf(message), responseTo(message))
    expect(outcome.status).toBe('authenticated')
  }
  expect(message.body).toEqual({ user: 'alice' })
})
