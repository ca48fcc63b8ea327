import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createVerifier } from '../create-verifier.js'
import { forgeToken } from '../testing/forge-token.js'
import { mintToken } from '../testing/mint-token.js'
import { createSigner } from '../testing/signer.js'

describe.skipIf(!hasMlDsa())('where Node has ML-DSA', () => {
  test.each(['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const)(
    '%s verifies, and refuses a forgery',
    async (alg) => {
      const signer = createSigner({ alg })
      const verifier = createVerifier({ issuer: 'i', audience: 'a', keys: signer.keys })
      const token = mintToken(signer, { iss: 'i', aud: 'a', sub: 'alice' })
      expect((await verifier.verify(token)).claims.sub).toBe('alice')
      await expect(verifier.verify(forgeToken(token))).rejects.toMatchObject({ code: 'signature_invalid' })
    },
  )
})

test.skipIf(hasMlDsa())('where Node has no ML-DSA, a key of it is a configuration error that says so', () => {
  const jwk = { kty: 'AKP', alg: 'ML-DSA-44', pub: Buffer.alloc(1312).toString('base64url') }
  expect(() => createVerifier({ issuer: 'i', audience: 'a', keys: { jwk } })).toThrow(
    'this Node has no ML-DSA',
  )
})

function hasMlDsa(): boolean {
  try {
    ;(generateKeyPairSync as unknown as (type: string) => unknown)('ml-dsa-44')
    return true
  } catch {
    return false
  }
}
