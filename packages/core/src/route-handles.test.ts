import { describe, expect, test } from 'vitest'
import { basic, mint, request, wordFor } from '../test-support/authentication.js'
import { receive, responseTo, surfaceOf, viewOf } from '../test-support/receive.js'
import { createAuthenticator } from './create-authenticator.js'
import { ConfigurationError } from './errors/configuration-error.js'
import { MisconfiguredError } from './errors/misconfigured-error.js'
import type { Visit } from './protect.js'
import { createRouteHandles, type RoutedVisit } from './route-handles.js'

const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const

const own = createAuthenticator({ ...basic, guard: ({ claims }) => claims.sub === 'alice' })
const routes = createRouteHandles(own)

describe('a route', () => {
  test('that says nothing has the handle of the application', () => {
    routes.declare('GET /', undefined)
    expect(routes.handleOf(undefined)).toBe(own)
  })

  test('that has overrides keeps everything else', async () => {
    const overrides = { optional: true, guard: null }
    routes.declare('GET /feed', overrides)
    const handle = routes.handleOf(overrides)
    expect(await wordFor(handle, request())).toBe('anonymous')
    expect(await wordFor(handle, request(mint({ aud: 'other' })))).toBe('audience_refused')
  })

  test('that has a handle of its own needs no declaration', () => {
    const handle = own.with({ audience: 'other' })
    expect(routes.handleOf(handle)).toBe(handle)
    routes.declare('GET /other', handle)
    expect(routes.handleOf(handle)).toBe(handle)
  })

  test('that is open looks for no token, also where a guard waits elsewhere', async () => {
    routes.declare('GET /open', false)
    expect(await wordFor(routes.handleOf(false), request(mint({ exp: 1 })))).toBe('anonymous')
  })

  test.each([
    [{ audiences: 'x' }, 'GET /feed', 'audience'],
    [true, 'GET /feed', 'object'],
    [null, 'GET /feed', 'object'],
  ])('that says %j is named with the mistake', (auth, route, part) => {
    const declare = (): void => routes.declare(route, auth as never)
    expect(declare).toThrow(ConfigurationError)
    expect(declare).toThrow(expect.objectContaining({ path: `config.auth of ${route}` }))
    expect(declare).toThrow(part)
  })

  test('whose overrides were not declared is not served', () => {
    const find = (): unknown => routes.handleOf({ optional: true })
    expect(find).toThrow(MisconfiguredError)
    expect(find).toThrow(
      expect.objectContaining({
        cause: expect.objectContaining({ message: expect.stringContaining('await the plugin first') }),
      }),
    )
  })
})

describe('a request', () => {
  const early = { claimMapping: [{ claim: 'sub', to: { header: 'X-User' } }] }
  const late = { token: { form: 'token' } } as const
  const app = createAuthenticator({ ...basic, ...early })
  const { declare, ...routes } = createRouteHandles(app)
  for (const auth of [early, late]) declare('POST /', auth)
  type Done = Parameters<typeof routes.early>[1]
  const promised = (act: (done: Done) => void): Promise<void> =>
    new Promise((resolve, reject) => act((error) => (error === undefined ? resolve() : reject(error))))
  const beforeParsing = (visit: RoutedVisit) => promised((done) => routes.early(visit, done))
  const afterParsing = (message: object, visit: () => Visit) =>
    promised((done) => routes.late(message, visit, done))
  const visit = async (...headers: (readonly [string, string])[]) => {
    const message = await receive({ method: 'POST', headers: [['X-User', 'mallory'], FORM, ...headers] })
    const holder: Visit['holder'] = {}
    return {
      message,
      surface: surfaceOf(message),
      view: viewOf(message),
      response: responseTo(message),
      holder,
    }
  }

  test('is judged before its body is read, and not again', async () => {
    const asked = await visit(['Authorization', `Bearer ${mint()}`])
    await beforeParsing({ ...asked, routeAuth: early })
    expect(asked.holder).toMatchObject({ auth: { claims: { sub: 'alice' } } })
    await afterParsing(asked.message, () => expect.unreachable())
  })

  test('waits for its body where the token is in a form, and is stripped all the same', async () => {
    const asked = await visit()
    await beforeParsing({ ...asked, routeAuth: late })
    expect([asked.holder, asked.message.headers['x-user']]).toEqual([{}, undefined])
    asked.message.body = { token: mint() }
    await afterParsing(asked.message, () => asked)
    expect(asked.holder).toMatchObject({ auth: { claims: { sub: 'alice' } } })
  })

  test('is refused with a code that may be printed, in both phases', async () => {
    const [first, second] = [
      await visit(['Authorization', `Bearer ${mint({ aud: 'other' })}`]),
      await visit(),
    ]
    await expect(beforeParsing({ ...first, routeAuth: early })).rejects.toMatchObject({
      status: 401,
      code: 'audience_refused',
    })
    await beforeParsing({ ...second, routeAuth: late })
    second.message.body = { token: mint().slice(0, -8) }
    await expect(afterParsing(second.message, () => second)).rejects.toMatchObject({
      code: 'token_malformed',
    })
  })
})
