import { describe, expect, it } from 'vitest'
import { createAttempt } from './attempt.js'
import type { Proof } from './cache/proof.js'
import { Family } from './family.js'
import type { AuthOptions } from './options/auth-options.js'
import type { RevocationQuery } from './revocation/revocation-list.js'
import { createSigner, encodeToken, mintToken } from './testing.js'
import { type Accepted, verifyToken as verifyAtOnce } from './verify-token.js'

/** By a promise, also where there is nothing to wait for. */
const verifyToken = async (...all: Parameters<typeof verifyAtOnce>): Promise<Accepted> => verifyAtOnce(...all)

const NOW = 1_700_000_000
const signer = createSigner({ kid: 'key-1' })
const CLAIMS = { iss: 'a', aud: 'api', iat: NOW, exp: NOW + 60 }

/** A policy whose cache forgets everything and tells what it was given. */
function noting(options: AuthOptions) {
  const added: [proof: Proof, issuer: string | undefined, now: number][] = []
  const { policy } = new Family({ audience: 'api', clock: () => NOW, ...options }).root
  const cache = {
    ...policy.cache,
    get: policy.cache.get,
    add: (...entry: (typeof added)[number]) => added.push(entry),
  }
  return { policy: { ...policy, cache }, added }
}

describe('the revocation list', () => {
  it('is asked about the token and the key that held, whatever kid its header names', async () => {
    const asked: RevocationQuery[] = []
    const revocation = { isRevoked: (query: RevocationQuery): boolean => asked.push(query) === 0 }
    const options = { issuer: 'a', audience: 'api', keys: signer.keys, clock: () => NOW, revocation }
    const { policy } = new Family(options).root
    const { auth } = await verifyToken(mintToken(signer, CLAIMS), policy, createAttempt())
    const withoutKid = encodeToken({ alg: 'ES256' }, CLAIMS, signer.sign)
    await verifyToken(withoutKid, policy, createAttempt())
    expect(asked.map(({ keyId }) => keyId)).toEqual(['key-1', 'key-1'])
    expect(asked[0]?.token).toBe(auth.token)
    expect(asked[1]?.token.header).toEqual({ alg: 'ES256' })
  })
})

describe('the cache', () => {
  const keys = signer.keys
  it.each<[string, AuthOptions, string | undefined]>([
    [
      'the issuer, of several, whose share it takes',
      {
        issuers: [
          { issuer: 'b', keys },
          { issuer: 'a', keys },
        ],
      },
      'a',
    ],
    ['no share where there is one issuer', { issuer: 'a', keys }, undefined],
  ])('is told %s', async (_what, options, share) => {
    const { policy, added } = noting(options)
    const { proof } = await verifyToken(mintToken(signer, CLAIMS), policy, createAttempt())
    expect(added).toEqual([[proof, share, NOW]])
  })

  it('is not given again what came out of it', async () => {
    const { policy, added } = noting({ issuer: 'a', keys })
    const token = mintToken(signer, CLAIMS)
    const { proof } = await verifyToken(token, policy, createAttempt())
    const remembering = { ...policy, cache: { ...policy.cache, get: () => proof } }
    await verifyToken(token, remembering, createAttempt())
    expect(added).toHaveLength(1)
  })

  it('is given what was proven anew, where the key of a remembered proof is no longer live', async () => {
    const { policy, added } = noting({ issuer: 'a', keys })
    const token = mintToken(signer, CLAIMS)
    const { proof } = await verifyToken(token, policy, createAttempt())
    const stale = { ...proof, key: { ...proof.key } }
    const remembering = { ...policy, cache: { ...policy.cache, get: () => stale } }
    await verifyToken(token, remembering, createAttempt())
    expect(added).toHaveLength(2)
  })
})
