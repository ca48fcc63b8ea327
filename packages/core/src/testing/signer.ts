import { createHmac, type JsonWebKey, randomBytes, sign } from 'node:crypto'
import { ALGORITHMS, type Algorithm, type AlgorithmName } from '../jose/algorithms.js'
import type { Jwk, JwkSet } from '../jose/import-jwk.js'
import type { StaticKeys } from '../keys/static-keys.js'
import { makeKeyPair } from './make-key-pair.js'

/** A freshly made key that signs test tokens, and what a verifier needs to check them. */
export interface Signer {
  readonly alg: AlgorithmName
  readonly kid: string
  /** To be given as `keys`: the public key as a JWK, or the secret. */
  readonly keys: StaticKeys
  /** The public key set. Empty for a secret. */
  readonly jwks: JwkSet
  sign(input: string): Buffer
}

/**
 * Makes a key for tests.
 *
 * @example
 * const signer = createSigner()
 * const auth = jwtAuth({ issuer: 'test', audience: 'api', keys: signer.keys })
 */
export function createSigner(options: { readonly alg?: AlgorithmName; readonly kid?: string } = {}): Signer {
  const { alg = 'ES256', kid = 'test-key' } = options
  const algorithm = ALGORITHMS.get(alg) as Algorithm
  return algorithm.kty === 'oct' ? secretSigner(algorithm, alg, kid) : keyPairSigner(algorithm, alg, kid)
}

function secretSigner(algorithm: Algorithm, alg: AlgorithmName, kid: string): Signer {
  const secret = randomBytes(algorithm.signatureBytes ?? 0)
  return {
    alg,
    kid,
    keys: { secret, kid, alg },
    jwks: { keys: [] },
    sign: (input) =>
      createHmac(algorithm.hash as string, secret)
        .update(input)
        .digest(),
  }
}

function keyPairSigner(algorithm: Algorithm, alg: AlgorithmName, kid: string): Signer {
  const { keyType, namedCurve } = algorithm
  const { publicKey, privateKey } = makeKeyPair(keyType, { modulusLength: 2048, namedCurve })
  const jwk = { ...(publicKey.export({ format: 'jwk' }) as JsonWebKey), kid, alg } as Jwk
  return {
    alg,
    kid,
    keys: { jwk },
    jwks: { keys: [jwk] },
    sign: (input) =>
      sign(algorithm.hash, Buffer.from(input), { key: privateKey, ...algorithm.verifyOptions }),
  }
}
