import { describe, expect, test } from 'vitest'
import { basic, mint, request, wordFor } from '../test-support/authentication.js'
import { createAuthenticator } from './create-authenticator.js'
import { ConfigurationError } from './errors/configuration-error.js'
import { MisconfiguredError } from './errors/misconfigured-error.js'
import { createRouteHandles } from './route-handles.js'

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
