import { describe, expect, test } from 'vitest'
import { basic, countedKeys, mint, signer } from '../test-support/authentication.js'
import { createVerifier } from './create-verifier.js'
import { AuthError } from './errors/auth-error.js'
import { ConfigurationError } from './errors/configuration-error.js'
import { forgeToken, manualClock } from './testing.js'

test('a good token gives the caller', async () => {
  const { verify } = createVerifier(basic)
  const { claims, token } = await verify(mint({ role: 'admin' }))
  expect(claims).toMatchObject({ sub: 'alice', role: 'admin' })
  expect(token.header).toEqual({ alg: 'ES256', kid: signer.kid })
  expect(token.claims).toBe(claims)
})

describe('a bad token is an AuthError', () => {
  test.each([
    ['', 'token_malformed'],
    ['x', 'token_malformed'],
    [undefined, 'token_malformed'],
    [null, 'token_malformed'],
    [7, 'token_malformed'],
    [{ length: 3 }, 'token_malformed'],
    ['x'.repeat(16_385), 'token_malformed'],
    [`Bearer ${mint()}`, 'token_malformed'],
    [` ${mint()}`, 'token_malformed'],
    [forgeToken(mint()), 'signature_invalid'],
    [mint({ exp: 1 }), 'token_expired'],
  ])('%.20o: %s', async (token, code) => {
    const error = await createVerifier(basic)
      .verify(token as string)
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AuthError)
    expect(error).toMatchObject({ code, status: 401 })
  })
})

test('the bound on the token is an option', async () => {
  const { verify } = createVerifier({ ...basic, maxTokenBytes: 256 })
  await expect(verify(mint({ filler: 'x'.repeat(200) }))).rejects.toMatchObject({ code: 'token_malformed' })
})

test('each call spends the jti', async () => {
  const { verify } = createVerifier({ ...basic, preventReplay: true })
  const token = mint()
  await verify(token)
  await expect(verify(token)).rejects.toMatchObject({ code: 'jti_replayed' })
})

test('an outage and a fault of the application are passed on as they are', async () => {
  const source = countedKeys()
  source.state = 'down'
  const down = createVerifier({ ...basic, keys: { source } })
  await expect(down.verify(mint())).rejects.toMatchObject({
    name: 'UnavailableError',
    part: 'keys',
    status: 503,
  })
  const faulty = createVerifier({
    ...basic,
    check: () => {
      throw new RangeError('mine')
    },
  })
  await expect(faulty.verify(mint())).rejects.toThrow(new RangeError('mine'))
})

test('replace is all or nothing', async () => {
  const verifier = createVerifier(basic)
  expect(() => verifier.replace({ ...basic, audience: '' })).toThrow(ConfigurationError)
  await expect(verifier.verify(mint())).resolves.toBeDefined()
  verifier.replace({ ...basic, audience: 'other' })
  await expect(verifier.verify(mint())).rejects.toMatchObject({ code: 'audience_refused' })
})

test('close is idempotent, and a 503 from then on', async () => {
  const source = countedKeys()
  const verifier = createVerifier({ ...basic, keys: { source } })
  await verifier.ready()
  verifier.close()
  verifier.close()
  expect(source.closed).toBe(1)
  await expect(verifier.verify(mint())).rejects.toMatchObject({ status: 503, part: 'authenticator' })
})

test('the clock is an option, and the cache goes by it too', async () => {
  const clock = manualClock()
  const verifier = createVerifier({ ...basic, clock })
  await verifier.verify(mint())
  clock.advance(400)
  const iat = clock()
  await verifier.verify(mint({ iat, exp: iat + 100 }))
  expect(verifier.status().cache.entries).toBe(1)
})
