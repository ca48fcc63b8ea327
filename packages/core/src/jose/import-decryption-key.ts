import type { KeyObject } from 'node:crypto'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { AcceptedEncryption, DecryptionKey } from './decryption-key.js'
import { type ContentEncryption, KEY_MANAGEMENTS, type KeyManagement } from './encryption-algorithms.js'
import { encryptionKeyKind } from './encryption-key-kind.js'
import { checkRsaStrength, type KeyLabel } from './import-key.js'

/**
 * Binds a private key or secret to the one algorithm it serves, and the secret of `dir` to one encryption.
 * Without `alg` exactly one of the accepted algorithms must fit the key.
 *
 * @throws {@link ConfigurationError} where the key is weak, of another length, or fits no accepted algorithm
 */
export function importDecryptionKey(
  key: KeyObject,
  label: KeyLabel,
  accepted: AcceptedEncryption,
  path: string,
): DecryptionKey {
  const algorithm =
    label.alg === undefined ? inferAlgorithm(key, accepted, path) : namedAlgorithm(label.alg, accepted, path)
  if (encryptionKeyKind(key) !== algorithm.needs)
    throw new ConfigurationError(path, `this key cannot be used with ${algorithm.name}`)
  if (algorithm.needs === 'RSA') checkRsaStrength(key, path)
  checkSecretLength(key, algorithm, path)
  const encryption = algorithm.name === 'dir' ? encryptionOf(key, accepted, path) : undefined
  return Object.freeze({ kid: label.kid, algorithm, encryption, key })
}

function namedAlgorithm(alg: string, { algorithms }: AcceptedEncryption, path: string): KeyManagement {
  const algorithm = algorithms.get(alg)
  if (algorithm !== undefined) return algorithm
  throw new ConfigurationError(
    `${path}.alg`,
    KEY_MANAGEMENTS.has(alg)
      ? 'is not among `decryption.algorithms`'
      : 'names no algorithm of key management that is supported here',
  )
}

function inferAlgorithm(key: KeyObject, accepted: AcceptedEncryption, path: string): KeyManagement {
  const fitting = [...accepted.algorithms.values()].filter((algorithm) => fits(key, algorithm, accepted))
  const [only] = fitting
  if (only !== undefined && fitting.length === 1) return only
  throw new ConfigurationError(
    path,
    only === undefined
      ? 'fits none of `decryption.algorithms`, by its kind or its length'
      : 'needs exactly one fitting algorithm: name it in `alg`, or alone in `decryption.algorithms`',
  )
}

function fits(key: KeyObject, algorithm: KeyManagement, accepted: AcceptedEncryption): boolean {
  if (encryptionKeyKind(key) !== algorithm.needs) return false
  if (algorithm.needs !== 'secret') return true
  const { secretBytes } = algorithm
  return secretBytes === undefined
    ? fittingEncryptions(key, accepted).length > 0
    : secretBytes === key.symmetricKeySize
}

function checkSecretLength(key: KeyObject, { name, secretBytes }: KeyManagement, path: string): void {
  if (secretBytes !== undefined && key.symmetricKeySize !== secretBytes)
    throw new ConfigurationError(
      path,
      `a secret for ${name} has exactly ${secretBytes} bytes (RFC 7518, section 4.4)`,
    )
}

function fittingEncryptions(key: KeyObject, { encryptions }: AcceptedEncryption): ContentEncryption[] {
  return [...encryptions.values()].filter(({ keyBytes }) => keyBytes === key.symmetricKeySize)
}

/** 32 bytes serve two encryptions, and one key serves only one. */
function encryptionOf(key: KeyObject, accepted: AcceptedEncryption, path: string): ContentEncryption {
  const fitting = fittingEncryptions(key, accepted)
  const [only] = fitting
  if (only !== undefined && fitting.length === 1) return only
  throw new ConfigurationError(
    path,
    only === undefined
      ? 'a secret for dir has exactly the length that one of `decryption.encryptions` needs'
      : `its length fits ${fitting.map(({ name }) => name).join(' and ')}: name one of them in \`decryption.encryptions\``,
  )
}
