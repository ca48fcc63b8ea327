import { describe, expect, test } from 'vitest'
import { createVerifier } from '../create-verifier.js'
import type { AlgorithmName } from '../jose/algorithms.js'
import { mintToken } from './mint-token.js'
import { createSigner } from './signer.js'

describe.each<AlgorithmName>([
  'HS256',
  'HS512',
  'RS256',
  'PS384',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
])('a signer of %s', (alg) => {
  const signer = createSigner({ alg, kid: 'k' })
  const options = { issuer: 'i', audience: 'a', algorithms: [alg] }

  test('makes tokens that its own keys verify', async () => {
    const { verify } = createVerifier({ ...options, keys: signer.keys })
    const { token } = await verify(mintToken(signer, { iss: 'i', aud: 'a' }))
    expect(token.header).toEqual({ alg, kid: 'k' })
  })

  test('makes tokens that another signer’s keys do not verify', async () => {
    const { verify } = createVerifier({ ...options, keys: createSigner({ alg, kid: 'k' }).keys })
    await expect(verify(mintToken(signer, { iss: 'i', aud: 'a' }))).rejects.toMatchObject({
      code: 'signature_invalid',
    })
  })
})

test('by default signs ES256 under a name', () => {
  expect(createSigner()).toMatchObject({ alg: 'ES256', kid: 'test-key' })
})

test('publishes the public part of its key and never a secret', () => {
  const { keys, jwks } = createSigner()
  expect(jwks.keys).toEqual([(keys as { jwk: unknown }).jwk])
  expect(Object.keys(jwks.keys[0] ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'x', 'y'])
  expect(createSigner({ alg: 'HS256' }).jwks).toEqual({ keys: [] })
})
