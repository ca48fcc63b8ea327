import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto'
import type { AlgorithmName, Jwk } from '@meishi/core'
import { generateKey } from '@meishi/issuer'
import type { PeerKey } from './peer.js'

/** Every signature algorithm, `EdDSA` and `Ed25519` both. */
export const JWS_ALGORITHMS: readonly AlgorithmName[] = [
  'HS256',
  'HS384',
  'HS512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
  'ML-DSA-44',
  'ML-DSA-65',
  'ML-DSA-87',
]

/** Makes a key, in every form. */
export async function makePeerKey(alg: AlgorithmName): Promise<PeerKey> {
  const { publicJwk, privateJwk } = await generateKey({ alg, kid: `key for ${alg}` })
  if (publicJwk === undefined) {
    const secret = Buffer.from(String(privateJwk.k), 'base64url')
    return { alg, publicJwk: privateJwk, privateJwk, publicPem: secret, privatePem: secret }
  }
  return { alg, publicJwk, privateJwk, publicPem: pem(publicJwk, false), privatePem: pem(privateJwk, true) }
}

function pem(jwk: Jwk, isPrivate: boolean): string {
  const input = { format: 'jwk', key: jwk as JsonWebKey } as const
  return isPrivate
    ? (createPrivateKey(input).export({ format: 'pem', type: 'pkcs8' }) as string)
    : (createPublicKey(input).export({ format: 'pem', type: 'spki' }) as string)
}
