import type { KeyObject } from 'node:crypto'
import { ConfigurationError } from '../errors/configuration-error.js'
import { ALGORITHMS, type Algorithm, type AlgorithmName } from './algorithms.js'
import { createVerificationKey, type VerificationKey } from './verification-key.js'

/** What a key's owner says of it: under which name, and for which algorithm. */
export interface KeyLabel {
  readonly kid?: string | undefined
  readonly alg?: string | undefined
}

const RSA_BITS = { least: 2048, most: 8192 }
const RSA_EXPONENT = { least: 3n, most: 2n ** 32n }

/**
 * Binds a public key or secret to the one algorithm it serves.
 * Without `alg` the key's own kind decides; RSA means RS256 unless `allowed` names exactly one RSA algorithm.
 *
 * @throws ConfigurationError where the key is weak, or of a kind that no allowed algorithm uses
 */
export function importKey(
  key: KeyObject,
  label: KeyLabel,
  allowed: readonly AlgorithmName[],
  path: string,
): VerificationKey {
  const algorithm =
    label.alg === undefined ? inferAlgorithm(key, allowed, path) : namedAlgorithm(label.alg, path)
  if (!fits(key, algorithm))
    throw new ConfigurationError(path, `this key cannot be used with ${algorithm.name}`)
  if (algorithm.kty === 'RSA') checkRsaStrength(key, path)
  if (algorithm.kty === 'oct') checkSecretLength(key, algorithm, path)
  return createVerificationKey(algorithm, key, label.kid)
}

function namedAlgorithm(alg: string, path: string): Algorithm {
  const algorithm = ALGORITHMS.get(alg)
  if (algorithm === undefined)
    throw new ConfigurationError(`${path}.alg`, 'names no signature algorithm that is supported here')
  return algorithm
}

function inferAlgorithm(key: KeyObject, allowed: readonly AlgorithmName[], path: string): Algorithm {
  const fitting = [...new Set([...ALGORITHMS.values()].filter((algorithm) => fits(key, algorithm)))]
  const [only] = fitting
  if (only !== undefined && fitting.length === 1) return only
  const named = [...new Set(fitting.filter((algorithm) => allowed.includes(algorithm.name)))]
  if (named[0] !== undefined && named.length === 1) return named[0]
  const rs256 = fitting.find((algorithm) => algorithm.name === 'RS256')
  if (rs256 !== undefined) return rs256
  throw new ConfigurationError(
    path,
    fitting.length === 0 ? 'keys of this kind are not supported' : UNNAMED_ALGORITHM,
  )
}

const UNNAMED_ALGORITHM = 'needs exactly one fitting algorithm: name it in `alg`, or alone in `algorithms`'

function fits(key: KeyObject, algorithm: Algorithm): boolean {
  if (key.type === 'secret') return algorithm.kty === 'oct'
  const details = key.asymmetricKeyDetails
  if (key.asymmetricKeyType === 'rsa-pss') return fitsRestrictedPss(details, algorithm)
  return key.asymmetricKeyType === algorithm.keyType && details?.namedCurve === algorithm.namedCurve
}

/** A key of type `rsa-pss` may name the one hash and salt that it is made for (RFC 4055, section 3.1). */
function fitsRestrictedPss(details: KeyObject['asymmetricKeyDetails'], algorithm: Algorithm): boolean {
  if (!algorithm.name.startsWith('PS')) return false
  const { hashAlgorithm = algorithm.hash, mgf1HashAlgorithm = algorithm.hash, saltLength = 0 } = details ?? {}
  const hashBytes = Number(algorithm.name.slice(2)) / 8
  return hashAlgorithm === algorithm.hash && mgf1HashAlgorithm === algorithm.hash && saltLength <= hashBytes
}

/**
 * Refuses RSA keys that are weak, or slow beyond use.
 *
 * @throws {@link ConfigurationError}
 */
export function checkRsaStrength(key: KeyObject, path: string): void {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  if (modulusLength < RSA_BITS.least || modulusLength > RSA_BITS.most) {
    throw new ConfigurationError(
      path,
      `an RSA key has ${RSA_BITS.least} to ${RSA_BITS.most} bits; this one has ${modulusLength}`,
    )
  }
  const isOdd = publicExponent % 2n === 1n
  if (!isOdd || publicExponent < RSA_EXPONENT.least || publicExponent > RSA_EXPONENT.most) {
    throw new ConfigurationError(path, 'the public exponent of an RSA key is odd, from 3 to 2^32')
  }
}

function checkSecretLength(key: KeyObject, algorithm: Algorithm, path: string): void {
  const { signatureBytes = 0 } = algorithm
  if ((key.symmetricKeySize ?? 0) < signatureBytes) {
    throw new ConfigurationError(
      path,
      `a secret for ${algorithm.name} has at least ${signatureBytes} bytes (RFC 7518, section 3.2)`,
    )
  }
}
