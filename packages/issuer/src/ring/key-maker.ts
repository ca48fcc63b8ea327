import type { AlgorithmName, NumericDate, Seconds } from '@meishi/core'
import { generateKey } from '../keys/generate-key.js'
import { createTokenSigner } from '../sign/create-token-signer.js'
import type { TokenSigner } from '../sign/token-signer.js'
import type { Ring, RingKey } from './ring.js'

/** A new key, before anybody has said when it signs. */
export type NewKey = Omit<RingKey, 'activeFrom' | 'publishedFrom'>

/** Makes the keys of a ring. No token is known yet that lives longer than `lifetime`. */
export async function makeRingKey(
  alg: AlgorithmName,
  modulusLength: number | undefined,
  lifetime: Seconds,
): Promise<NewKey> {
  const length = modulusLength === undefined ? {} : { modulusLength }
  const { publicJwk, privateJwk } = await generateKey({ alg, ...length })
  // Never a secret: a ring publishes its keys, and createIssuer refuses algorithms that have no public half.
  return { kid: String(privateJwk.kid), alg, publicJwk: publicJwk ?? {}, privateJwk, lifetime }
}

/** Fixes when a new key signs. */
export function schedule(key: NewKey, publishedFrom: NumericDate, activeFrom: NumericDate): RingKey {
  return { ...key, publishedFrom: Math.floor(publishedFrom), activeFrom }
}

/** Prepared signers of the keys of a ring, each prepared once. */
export function createSignerCache(): (ring: Ring, key: RingKey) => TokenSigner | undefined {
  const signers = new Map<string, TokenSigner>()
  return (ring, { kid, alg, privateJwk }) => {
    const known = signers.get(kid)
    if (known !== undefined || privateJwk === undefined) return known
    for (const old of signers.keys()) if (!ring.keys.some((key) => key.kid === old)) signers.delete(old)
    const signer = createTokenSigner({ privateJwk }, alg)
    signers.set(kid, signer)
    return signer
  }
}
