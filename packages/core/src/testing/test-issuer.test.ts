import { describe, expect, test } from 'vitest'
import { createVerifier } from '../create-verifier.js'
import { manualClock } from './manual-clock.js'
import { createTestIssuer, type TestIssuer } from './test-issuer.js'

const trusting = ({ issuer, audience, keys }: TestIssuer, more = {}): ReturnType<typeof createVerifier> =>
  createVerifier({ issuer, audience, keys, ...more })

describe('a test issuer', () => {
  const idp = createTestIssuer()
  const { verify } = trusting(idp, { clockTolerance: 300 })

  test('mints tokens that a service with its three options accepts', async () => {
    const { claims } = await verify(idp.mint())
    expect(claims).toMatchObject({ iss: 'https://issuer.test', aud: 'https://api.test', sub: 'alice' })
  })

  test('mints what the claims and the header say', async () => {
    const { claims, token } = await verify(idp.mint({ sub: 'bob', scope: 'a b' }, { typ: 'at+jwt' }))
    expect(claims).toMatchObject({ sub: 'bob', scope: 'a b' })
    expect(token.header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: idp.signer.kid })
  })

  test.each([
    ['an expired one', idp.mintExpired({ sub: 'bob' }), 'token_expired'],
    ['one with another signature', idp.mintForged(), 'signature_invalid'],
    ['one of another subject', idp.mintForged({ sub: 'bob' }, 'payload'), 'signature_invalid'],
    ['an unsigned one', idp.mintForged({}, 'none'), 'algorithm_refused'],
    ['one for another service', idp.mint({ aud: 'https://other.test' }), 'audience_refused'],
    ['one of another issuer', createTestIssuer().mint(), 'signature_invalid'],
  ])('mints tokens to be refused: %s', async (_name, token, code) => {
    await expect(verify(token)).rejects.toMatchObject({ code })
  })

  test('no expired token is refused for its lifetime', async () => {
    const strict = trusting(idp, { maxLifetime: 300 })
    await expect(strict.verify(idp.mint())).resolves.toBeDefined()
    await expect(strict.verify(idp.mintExpired())).rejects.toMatchObject({ code: 'token_expired' })
  })
})

test('signs with the algorithm, for the issuer and the audience that it is given', async () => {
  const idp = createTestIssuer({ issuer: 'https://id.example', audience: 'jobs', alg: 'Ed25519' })
  const { claims, token } = await trusting(idp).verify(idp.mint())
  expect(claims).toMatchObject({ iss: 'https://id.example', aud: 'jobs' })
  expect(token.header.alg).toBe('Ed25519')
})

test('lives by the clock that it is given', async () => {
  const clock = manualClock(1_000_000)
  const idp = createTestIssuer({ clock })
  const { verify } = trusting(idp, { clock })
  const token = idp.mint()
  await expect(verify(token)).resolves.toMatchObject({ claims: { iat: 1_000_000, exp: 1_000_300 } })
  await expect(verify(idp.mintExpired())).rejects.toMatchObject({ code: 'token_expired' })
  clock.advance(306)
  await expect(verify(token)).rejects.toMatchObject({ code: 'token_expired' })
  await expect(verify(idp.mint())).resolves.toBeDefined()
})

test('after a rotation old and new tokens are good, after retiring only new ones', async () => {
  const idp = createTestIssuer()
  const before = idp.mint()
  const stale = trusting(idp)
  idp.rotate()
  const after = idp.mint()

  await expect(stale.verify(after)).rejects.toMatchObject({ code: 'key_not_found' })
  const both = trusting(idp)
  await expect(both.verify(before)).resolves.toBeDefined()
  await expect(both.verify(after)).resolves.toBeDefined()

  idp.retire()
  const rest = trusting(idp)
  await expect(rest.verify(before)).rejects.toMatchObject({ code: 'key_not_found' })
  await expect(rest.verify(after)).resolves.toBeDefined()
})

test.each(['HS256', 'none'])('an algorithm without a public key is refused: %s', (alg) => {
  expect(() => createTestIssuer({ alg: alg as 'ES256' })).toThrow(TypeError)
})

test('the type leaves out secrets', () => {
  // @ts-expect-error it has no public key
  expect(() => createTestIssuer({ alg: 'HS256' })).toThrow(/"HS256" has none to publish/)
})
