import { describe, expect, test } from 'vitest'
import { basic, mint } from '../test-support/authentication.js'
import { type Received, receive, responseTo, surfaceOf, viewOf } from '../test-support/receive.js'
import { admit, orThrow, requireCaller } from './admit.js'
import { type Authenticator, createAuthenticator } from './create-authenticator.js'
import { AuthError } from './errors/auth-error.js'
import { MisconfiguredError } from './errors/misconfigured-error.js'
import type { Guard } from './guards/guard.js'
import { protect } from './protect.js'
import type { StandardSchema } from './standard-schema.js'
import type { JwtClaims } from './token.js'

const yes: Guard = () => true
const no: Guard = () => ({ scopes: ['pay'] })
const optional = createAuthenticator({ ...basic, optional: true })
const schema: StandardSchema<JwtClaims> = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as JwtClaims }) },
}
const reporting = createAuthenticator({ ...basic, mode: 'report' })

/** A request that has passed the middlewares, with a token or as a stranger. */
async function passed(who: 'alice' | 'stranger', ...chain: Authenticator[]): Promise<Received> {
  const headers: [string, string][] = who === 'alice' ? [['Authorization', `Bearer ${mint()}`]] : []
  const message = await receive({ headers })
  for (const one of chain) await protect(one, surfaceOf(message), viewOf(message), responseTo(message))
  return message
}

const causedBy = (message: string) => expect.objectContaining({ cause: expect.objectContaining({ message }) })

function ask(message: Received, guard: Guard) {
  const response = responseTo(message)
  const error = admit(guard, message, response)
  return { code: error?.code, headers: { ...response.getHeaders() } }
}

describe('a lone guard', () => {
  test('lets a known caller pass, or refuses with 403 and the scope', async () => {
    const message = await passed('alice', optional)
    expect(ask(message, yes)).toEqual({ code: undefined, headers: {} })
    const { code, headers } = ask(message, no)
    expect(code).toBe('scope_insufficient')
    expect(headers['www-authenticate']).toContain('scope="pay"')
  })

  test('sees the caller that the middleware found, whatever else calls itself one', async () => {
    const message = await passed('alice', optional)
    Object.assign(message, { auth: { claims: { sub: 'mallory' } } })
    expect(ask(message, ({ claims }) => claims.sub === 'alice').code).toBeUndefined()
  })

  test('refuses a stranger with 401 without asking', async () => {
    const { code, headers } = ask(await passed('stranger', optional), yes)
    expect([code, headers['www-authenticate']]).toEqual(['token_missing', 'Bearer'])
  })

  test('answers in the profile and scheme of the middleware', async () => {
    const gateway = optional.with({ errorProfile: 'gateway' })
    expect(ask(await passed('stranger', gateway), yes).headers).toMatchObject({ 'x-ca-error-code': 'I400JR' })
    const scheme = optional.with({ token: { header: 'authorization', scheme: 'Token' } })
    expect(ask(await passed('stranger', scheme), yes).headers).toMatchObject({ 'www-authenticate': 'Token' })
  })

  test('lets strangers pass where the middleware only reports', async () => {
    expect(ask(await passed('stranger', reporting), no).code).toBeUndefined()
  })

  test.each([
    ['before', [reporting, optional]],
    ['behind', [optional, reporting]],
  ])('refuses strangers where one reports %s one that enforces', async (_where, chain) => {
    expect(ask(await passed('stranger', ...chain), yes).code).toBe('token_missing')
  })

  test('knows the caller of an earlier middleware behind one that only reports', async () => {
    expect(ask(await passed('alice', optional, reporting), no).code).toBe('scope_insufficient')
  })

  test('without a middleware, or behind one that refused, is a configuration error', async () => {
    const fresh = await receive()
    expect(() => ask(fresh, yes)).toThrow(MisconfiguredError)
    expect(() => ask(fresh, yes)).toThrow(causedBy('allow: no jwtAuth has run before it'))
    const refused = await passed('stranger', createAuthenticator(basic))
    expect(() => ask(refused, yes)).toThrow(MisconfiguredError)
  })

  test.each([undefined, null, 'route', 'router', false])('that throws %s throws an Error', async (thrown) => {
    const message = await passed('alice', optional)
    const throwing = (): boolean => {
      throw thrown
    }
    expect(() => ask(message, throwing)).toThrow(Error)
  })

  test('that throws an error passes it on as it is', async () => {
    const message = await passed('alice', optional)
    const fault = new RangeError('mine')
    const throwing = (): boolean => {
      throw fault
    }
    expect(() => ask(message, throwing)).toThrow(fault)
  })
})

describe('a handler', () => {
  test('gets the caller that its own handle accepted', async () => {
    const message = await passed('alice', optional)
    expect(requireCaller(optional, message, responseTo(message))).toMatchObject({ claims: { sub: 'alice' } })
  })

  test('gets it although another handle passed later', async () => {
    const other = optional.with({ audience: null })
    const message = await passed('alice', optional, other)
    for (const one of [optional, other])
      expect(requireCaller(one, message, responseTo(message))).toMatchObject({ claims: { sub: 'alice' } })
  })

  test('refuses a stranger with the headers of the middleware', async () => {
    const message = await passed('stranger', optional)
    const response = responseTo(message)
    expect(requireCaller(optional, message, response)).toBeInstanceOf(AuthError)
    expect({ ...response.getHeaders() }).toEqual({
      'cache-control': 'no-store',
      'www-authenticate': 'Bearer',
    })
  })

  test('refuses everyone behind a handle that only reports, in the default profile', async () => {
    const message = await passed('alice', reporting)
    expect(requireCaller(reporting, message, responseTo(message))).toMatchObject({
      code: 'token_missing',
      headers: { 'WWW-Authenticate': 'Bearer' },
    })
  })

  test('of a handle that has not seen the request is a configuration error', async () => {
    const message = await passed('alice', optional)
    expect(() => requireCaller(reporting, message, responseTo(message))).toThrow(MisconfiguredError)
    expect(() => requireCaller(optional, {}, responseTo(message))).toThrow(
      causedBy(
        'handler: the jwtAuth it belongs to has not run before it (one with other `claims` is another)',
      ),
    )
  })

  describe('behind what with() made of its handle', () => {
    const callerOf = async (who: 'alice' | 'stranger', ...chain: Authenticator[]) => {
      const message = await passed(who, ...chain)
      return requireCaller(optional, message, responseTo(message))
    }
    const alice = { claims: { sub: 'alice' } }

    test('gets the caller, also over several generations', async () => {
      const child = optional.with({ clockTolerance: 1 })
      expect(await callerOf('alice', child)).toMatchObject(alice)
      expect(await callerOf('alice', child.with({ clockTolerance: 2 }))).toMatchObject(alice)
      expect(await callerOf('stranger', child)).toMatchObject({ code: 'token_missing' })
    })

    test('gets the caller of one of them although another one let the request pass unasked', async () => {
      const open = optional.with({ token: null })
      expect(await callerOf('alice', open, optional.with({ clockTolerance: 1 }), open)).toMatchObject(alice)
      expect(await callerOf('alice', open)).toMatchObject({ code: 'token_missing' })
    })

    test('gets none where `claims` are of another type, or the handle is a child of its own', async () => {
      const typed = optional.with({ claims: schema })
      await expect(callerOf('alice', typed)).rejects.toThrow(MisconfiguredError)
      await expect(callerOf('alice', typed.with({ clockTolerance: 1 }))).rejects.toThrow(MisconfiguredError)
      const message = await passed('alice', optional)
      const child = optional.with({ clockTolerance: 1 })
      expect(() => requireCaller(child, message, responseTo(message))).toThrow(MisconfiguredError)
    })
  })
})

test('a refusal that was returned can be thrown, and all else goes through', async () => {
  const stranger = await passed('stranger', optional)
  expect(() => orThrow(requireCaller(optional, stranger, responseTo(stranger)))).toThrow(AuthError)
  const caller = { claims: {} }
  expect([orThrow(caller), orThrow(undefined)]).toEqual([caller, undefined])
})
