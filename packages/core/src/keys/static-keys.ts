import { createPublicKey, createSecretKey, KeyObject } from 'node:crypto'
import { ConfigurationError } from '../errors/configuration-error.js'
import { isRecord } from '../http/overlay.js'
import { type AlgorithmName, isAllowedFor } from '../jose/algorithms.js'
import { importJwk, isForOtherUse, type Jwk, type JwkSet } from '../jose/import-jwk.js'
import { importKey } from '../jose/import-key.js'
import type { VerificationKey } from '../jose/verification-key.js'
import type { KeySource } from './key-source.js'
import { createKeySelector } from './select-key.js'

/** Keys that are written down, each kind under its own name: what a text holds is declared, never guessed. */
export type StaticKeys =
  | { /** One public key (RFC 7517, section 4). */ readonly jwk: Jwk }
  | {
      /** A public key set (RFC 7517, section 5). Encryption keys in it are passed over. */ readonly jwks: JwkSet
    }
  | {
      /** PEM (SPKI, PKCS#1 or X.509 certificate) or a public `KeyObject`. */
      readonly publicKey: string | KeyObject
      readonly kid?: string
      readonly alg?: AlgorithmName
    }
  | {
      /** A shared secret, at least as long as the hash. `algorithms` must name the one that it serves. */
      readonly secret: string | Uint8Array | KeyObject
      readonly kid?: string
      readonly alg?: AlgorithmName
    }

/**
 * Imports declared keys once.
 *
 * @throws {@link ConfigurationError} naming the key and the rule
 */
export function createStaticKeys(
  declared: StaticKeys | readonly StaticKeys[],
  allowed: readonly AlgorithmName[],
  path: string,
): KeySource {
  const declarations = isList(declared) ? declared : [declared]
  const keys = declarations.flatMap((one, index) => {
    const imported = importDeclared(one, allowed, isList(declared) ? `${path}[${index}]` : path)
    return imported.filter(({ algorithm }) => isAllowedFor(algorithm, allowed))
  })
  if (keys.length === 0) throw new ConfigurationError(path, 'holds no key for any of the allowed algorithms')
  const [first] = declarations
  const answersAny =
    declarations.length === 1 && keys.length === 1 && !('jwks' in (first ?? {})) && keys[0]?.kid === undefined
  return Object.freeze({
    resolve: createKeySelector(Object.freeze(keys), answersAny),
    status: () =>
      ({ state: 'fresh', keys: keys.map(({ kid, algorithm }) => ({ kid, alg: algorithm.name })) }) as const,
    refresh: async () => {},
    close: () => {},
  })
}

const isList = (declared: StaticKeys | readonly StaticKeys[]): declared is readonly StaticKeys[] =>
  Array.isArray(declared)

function importDeclared(
  declared: StaticKeys,
  allowed: readonly AlgorithmName[],
  path: string,
): VerificationKey[] {
  if ('jwk' in declared) return [importJwk(declared.jwk, allowed, `${path}.jwk`)]
  if ('jwks' in declared) return importSet(declared.jwks, allowed, `${path}.jwks`)
  if ('publicKey' in declared) {
    return [
      importKey(
        publicKeyObject(declared.publicKey, `${path}.publicKey`),
        declared,
        allowed,
        `${path}.publicKey`,
      ),
    ]
  }
  return [importKey(secretObject(declared.secret, `${path}.secret`), declared, allowed, `${path}.secret`)]
}

function importSet(jwks: JwkSet, allowed: readonly AlgorithmName[], path: string): VerificationKey[] {
  if (!isRecord(jwks)) throw new ConfigurationError(path, 'expected a key set, { keys: [...] }')
  if (!Array.isArray(jwks.keys) || jwks.keys.length === 0)
    throw new ConfigurationError(`${path}.keys`, 'expected a list of JWKs')
  return jwks.keys.flatMap((jwk: Jwk, index) => {
    return isForOtherUse(jwk ?? {}) ? [] : [importJwk(jwk, allowed, `${path}.keys[${index}]`)]
  })
}

function publicKeyObject(key: string | KeyObject, path: string): KeyObject {
  const isPrivate =
    typeof key === 'string' ? key.includes('PRIVATE KEY') : key instanceof KeyObject && key.type !== 'public'
  if (isPrivate) throw new ConfigurationError(path, 'this is a private key or a secret; give the public key')
  if (key instanceof KeyObject) return key
  if (typeof key !== 'string' || !key.includes('-----BEGIN'))
    throw new ConfigurationError(path, 'expected PEM text (no path, no bytes) or a KeyObject')
  try {
    return createPublicKey(key)
  } catch (cause) {
    throw new ConfigurationError(path, 'the PEM text holds no readable public key or certificate', { cause })
  }
}

/**
 * A secret as it was declared.
 *
 * @throws {@link ConfigurationError} where it is something else by mistake
 */
export function secretObject(secret: string | Uint8Array | KeyObject, path: string): KeyObject {
  if (secret instanceof KeyObject) {
    if (secret.type !== 'secret')
      throw new ConfigurationError(path, 'expected a secret, not a public or private key')
    return secret
  }
  if (typeof secret !== 'string' && !(secret instanceof Uint8Array))
    throw new ConfigurationError(path, 'expected text, bytes or a KeyObject')
  const bytes = Buffer.from(secret as Uint8Array)
  if (bytes.includes('-----BEGIN'))
    throw new ConfigurationError(path, 'this is PEM text; a public key is declared as { publicKey }')
  if (/^\s*\{.*"kty"/s.test(bytes.toString('latin1')))
    throw new ConfigurationError(path, 'this is a JWK; a public key is declared as { jwk }')
  return createSecretKey(bytes)
}
