import { expect, it } from 'vitest'
import { createAttempt } from './attempt.js'
import { Family } from './family.js'
import type { VerificationKey } from './jose/verification-key.js'
import { prove } from './proofs.js'
import { type ReadToken, readToken } from './read-token.js'
import { createSigner, mintToken } from './testing.js'

it.each([
  ['at once where the check of its key is quick', 'ES256', false],
  ['later where the check of its key is slow', 'ES384', true],
] as const)('proves a token %s', async (_what, alg, isLater) => {
  const signer = createSigner({ alg })
  const { policy } = new Family({ issuer: null, audience: null, keys: signer.keys }).root
  const keys = (await policy.issuers[0]?.keys.resolve(signer.kid, alg)) as VerificationKey[]
  const text = mintToken(signer, { sub: 'alice' })
  const proving = prove(text, readToken(text, policy, createAttempt()) as ReadToken, keys, policy)
  expect(proving instanceof Promise).toBe(isLater)
  const proof = await proving
  expect(proof).toMatchObject({ text, token: { header: { alg }, claims: { sub: 'alice' } } })
  expect(proof.key).toBe(keys[0])
  expect(proof.partition).toBe(policy.partition)
})
