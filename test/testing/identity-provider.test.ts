import { type IdentityProvider, startIdentityProvider } from '@meishi/core/testing'
import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'

/** What a service that uses another library does with the identity provider of the test kit. */

const JWKS = '/.well-known/jwks.json'

let idp: IdentityProvider
beforeEach(async () => {
  idp = await startIdentityProvider()
})
afterEach(() => idp.close())

/** A service of the given algorithm, which fetches keys over the socket whenever it misses one. */
function service(): (token: string) => Promise<unknown> {
  const keys = createRemoteJWKSet(new URL(idp.jwksUri), { cooldownDuration: 0 })
  const { issuer, audience } = idp
  return async (token) => (await jwtVerify(token, keys, { issuer, audience })).payload.sub
}

test.each(['ES256', 'RS256', 'PS512', 'ES512', 'Ed25519', 'EdDSA'] as const)(
  'its tokens of %s are good for jose, and bad ones are not',
  async (alg) => {
    await idp.close()
    idp = await startIdentityProvider({ alg })
    const verify = service()

    expect(await verify(idp.mint({ sub: 'bob' }))).toBe('bob')
    await expect(verify(idp.mintExpired())).rejects.toThrow(errors.JWTExpired)
    await expect(verify(idp.mintForged())).rejects.toThrow(errors.JWSSignatureVerificationFailed)
    await expect(verify(idp.mint({ aud: 'https://other.test' }))).rejects.toThrow(
      errors.JWTClaimValidationFailed,
    )
    expect(idp.requestsTo(JWKS)).toBe(1)
  },
)

test('its metadata leads to its keys', async () => {
  for (const document of ['openid-configuration', 'oauth-authorization-server']) {
    const metadata = await (await fetch(`${idp.issuer}/.well-known/${document}`)).json()
    const { issuer, jwks_uri } = metadata as { issuer: string; jwks_uri: string }
    const keys = createRemoteJWKSet(new URL(jwks_uri))
    const { payload } = await jwtVerify(idp.mint(), keys, { issuer, audience: idp.audience })
    expect(payload.sub).toBe('alice')
  }
})

test('a rotation is fetched, and the token of the old key stays good until it retires', async () => {
  const verify = service()
  const before = idp.mint()
  await verify(before)
  idp.rotate()
  expect(await verify(idp.mint())).toBe('alice')
  expect(await verify(before)).toBe('alice')
  expect(idp.requestsTo(JWKS)).toBe(2)

  idp.retire()
  await expect(service()(before)).rejects.toThrow(errors.JWKSNoMatchingKey)
  expect(await service()(idp.mint())).toBe('alice')
})

test.each([
  ['disconnect', TypeError],
  ['unavailable', errors.JOSEError],
  ['garbage', errors.JOSEError],
] as const)('an outage of the kind %s is one for jose, until it is over', async (how, error) => {
  const verify = service()
  idp.fail(how)
  await expect(verify(idp.mint())).rejects.toThrow(error)
  idp.recover()
  expect(await verify(idp.mint())).toBe('alice')
})

test('an endpoint that is silent runs into the time limit of jose', async () => {
  const keys = createRemoteJWKSet(new URL(idp.jwksUri), { timeoutDuration: 100 })
  idp.fail('silence')
  await expect(jwtVerify(idp.mint(), keys)).rejects.toThrow(errors.JWKSTimeout)
})
