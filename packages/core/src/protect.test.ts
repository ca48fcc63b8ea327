import { describe, expect, test } from 'vitest'
import { basic, countedKeys, mint } from '../test-support/authentication.js'
import { type Received, receive, responseTo, surfaceOf, viewOf } from '../test-support/receive.js'
import { type Authenticator, createAuthenticator } from './create-authenticator.js'
import { AuthError } from './errors/auth-error.js'
import type { AuthOutcome } from './outcome.js'
import { enforce, protect, type Visit } from './protect.js'

const mapped = createAuthenticator({ ...basic, claimMapping: [{ claim: 'sub', to: { header: 'X-User' } }] })
const token = mint()

interface Answered {
  readonly outcome: AuthOutcome | Error
  readonly message: Received
  readonly headers: Record<string, unknown>
}

async function run(authenticator: Authenticator, ...headers: [string, string][]): Promise<Answered> {
  const message = await receive({ headers: [['X-User', 'mallory'], ...headers] })
  const response = responseTo(message)
  const outcome = await protect(authenticator, surfaceOf(message), viewOf(message), response).catch(
    (error: Error) => error,
  )
  return { outcome, message, headers: { ...response.getHeaders() } }
}

const closed = createAuthenticator({ ...basic, claimMapping: [{ claim: 'sub', to: { header: 'X-User' } }] })
closed.close()
const source = countedKeys()
source.state = 'down'

describe('the client’s value goes', () => {
  test.each<[string, Authenticator, [string, string][], string]>([
    [
      'of an authenticated request',
      mapped.with({ claimMapping: [] }),
      [['Authorization', `Bearer ${token}`]],
      'authenticated',
    ],
    ['of an anonymous request', mapped.with({ optional: true }), [], 'anonymous'],
    ['of a refused request', mapped, [['Authorization', 'Bearer x']], 'refused'],
    ['of a request without a token', mapped, [], 'refused'],
    [
      'where keys are down',
      mapped.with({ keys: { source } }),
      [['Authorization', `Bearer ${token}`]],
      'UnavailableError',
    ],
    ['where the handle was closed', closed, [], 'UnavailableError'],
    [
      'where the application throws',
      mapped.with({
        check: () => {
          throw new TypeError('x')
        },
      }),
      [['Authorization', `Bearer ${token}`]],
      'TypeError',
    ],
    ['of a preflight', mapped.with({ allowPreflight: true }), [], 'refused'],
    ['in report mode', mapped.with({ mode: 'report' }), [['Authorization', `Bearer ${token}`]], 'anonymous'],
  ])('%s', async (_name, authenticator, headers, word) => {
    const { outcome, message } = await run(authenticator, ...headers)
    expect(outcome instanceof Error ? outcome.name : outcome.status).toBe(word)
    expect(message.headers['x-user']).toBeUndefined()
    expect(message.rawHeaders).not.toContain('mallory')
  })

  test('whoever of the family maps the name', async () => {
    const parent = createAuthenticator({ ...basic, optional: true })
    const sibling = parent.with({ typ: ['JWT'] })
    const child = parent.with({}).with({ claimMapping: [{ claim: 'sub', to: { header: 'X-User' } }] })
    expect(child.mappedNames.header.has('x-user')).toBe(true)
    for (const member of [parent, sibling]) {
      expect((await run(member)).message.headers['x-user']).toBeUndefined()
    }
    const stranger = createAuthenticator({ ...basic, optional: true })
    expect((await run(stranger)).message.headers['x-user']).toBe('mallory')
  })
})

test('an accepted request carries the claim, and the caller is known', async () => {
  const { outcome, message, headers } = await run(mapped, ['Authorization', `Bearer ${token}`])
  expect(outcome).toMatchObject({ status: 'authenticated', auth: { claims: { sub: 'alice' } } })
  expect(message.headers['x-user']).toBe('alice')
  expect(message.headers.authorization).toBe(`Bearer ${token}`)
  expect(headers).toEqual({})
})

test('the headers of a refusal, of an outage and of a cookie’s success are on the response', async () => {
  expect((await run(mapped)).headers).toEqual({ 'cache-control': 'no-store', 'www-authenticate': 'Bearer' })
  expect((await run(closed)).headers).toEqual({ 'cache-control': 'no-store', 'retry-after': '5' })
  const cookie = await run(mapped.with({ token: { cookie: 'sid' } }), ['Cookie', `sid=${token}`])
  expect(cookie.headers).toEqual({ 'cache-control': 'private', vary: 'cookie' })
})

describe('where the error path is an exception', () => {
  const visit = async (...headers: [string, string][]) => {
    const message = await receive({ headers })
    const holder: Visit['holder'] = {}
    return { surface: surfaceOf(message), view: viewOf(message), response: responseTo(message), holder }
  }

  test('the caller is left where handlers look, and a stranger leaves nothing', async () => {
    const [known, stranger] = [await visit(['Authorization', `Bearer ${token}`]), await visit()]
    await enforce(mapped, known)
    await enforce(mapped.with({ optional: true }), stranger)
    expect(known.holder).toMatchObject({ auth: { claims: { sub: 'alice' } } })
    expect(stranger.holder).toEqual({})
  })

  test('a refusal is thrown, with its headers set', async () => {
    const refused = await visit()
    expect(() => enforce(mapped, refused)).toThrow(AuthError)
    expect([refused.holder, refused.response.getHeader('www-authenticate')]).toEqual([{}, 'Bearer'])
  })

  test('an outage is thrown as it is', async () => {
    const asked = await visit()
    expect(() => enforce(closed, asked)).toThrow(expect.objectContaining({ code: 'unavailable' }))
  })
})
