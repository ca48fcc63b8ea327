import { createHmac, type KeyObject, timingSafeEqual, verify } from 'node:crypto'
import type { Algorithm } from './algorithms.js'

/** A key that verifies: bound to one algorithm, prepared once, never changed. */
export interface VerificationKey {
  /** The `kid` under which its issuer published it. */
  readonly kid: string | undefined
  readonly algorithm: Algorithm
  /** Whether the signature holds over the data; a promise where the check is too slow for the event loop. */
  readonly holds: (data: Buffer, signature: Buffer) => boolean | Promise<boolean>
}

/** RSA keys above this many bits are checked in the thread pool. */
const LARGE_RSA = 4096

/** Binds a key to its algorithm. The one place of the project where a signature is checked. */
export function createVerificationKey(
  algorithm: Algorithm,
  key: KeyObject,
  kid: string | undefined,
): VerificationKey {
  const signatureBytes =
    algorithm.signatureBytes ?? Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8)
  const check = algorithm.kty === 'oct' ? hmacCheck(algorithm, key) : publicKeyCheck(algorithm, key)
  return Object.freeze({
    kid,
    algorithm,
    holds: (data: Buffer, signature: Buffer) => signature.length === signatureBytes && check(data, signature),
  })
}

type Check = VerificationKey['holds']

function hmacCheck(algorithm: Algorithm, key: KeyObject): Check {
  const hash = algorithm.hash as string
  return (data, signature) => timingSafeEqual(createHmac(hash, key).update(data).digest(), signature)
}

function publicKeyCheck(algorithm: Algorithm, key: KeyObject): Check {
  const input = { key, ...algorithm.verifyOptions }
  const isLarge = (key.asymmetricKeyDetails?.modulusLength ?? 0) > LARGE_RSA
  if (!algorithm.offThread && !isLarge)
    return (data, signature) => verify(algorithm.hash, data, input, signature)
  return (data, signature) =>
    new Promise((resolve, reject) => {
      verify(algorithm.hash, data, input, signature, (error, holds) =>
        error ? reject(error) : resolve(holds),
      )
    })
}
