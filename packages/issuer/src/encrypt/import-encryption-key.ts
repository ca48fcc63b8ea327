import { createPublicKey, type JsonWebKey, KeyObject } from 'node:crypto'
import { ConfigurationError, type Jwk } from '@meishi/core'
import { decodeSecret, secretObject } from '../sign/import-signing-key.js'

/** A key that encrypts, each kind under its own name. */
export type EncryptionKey =
  | {
      /** A public key, or a secret of type `oct` (RFC 7517). */
      readonly jwk: Jwk
    }
  | {
      /** PEM (SPKI, PKCS#1 or X.509 certificate) or a public `KeyObject`. */
      readonly publicKey: string | KeyObject
    }
  | {
      /** A shared secret, of exactly the length that the algorithm needs. */
      readonly secret: string | Uint8Array | KeyObject
    }

/**
 * Takes the key of a reader in.
 *
 * @param names - what the key may be bound to
 * @throws ConfigurationError naming the member and the rule
 */
export function importEncryptionKey(
  declared: EncryptionKey,
  names: readonly string[],
  path: string,
): { readonly key: KeyObject; readonly kid: string | undefined } {
  if ('jwk' in declared) return importEncryptionJwk(declared.jwk, names, `${path}.jwk`)
  if ('publicKey' in declared)
    return { key: publicKeyObject(declared.publicKey, `${path}.publicKey`), kid: undefined }
  if ('secret' in declared) return { key: secretObject(declared.secret, `${path}.secret`), kid: undefined }
  throw new ConfigurationError(path, 'expected one of jwk, publicKey, secret')
}

function importEncryptionJwk(
  jwk: Jwk,
  names: readonly string[],
  path: string,
): { key: KeyObject; kid: string | undefined } {
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk))
    throw new ConfigurationError(path, 'expected a JWK, an object')
  if (jwk.alg !== undefined && !names.includes(jwk.alg))
    throw new ConfigurationError(
      `${path}.alg`,
      `this key is bound to another algorithm than ${names.join(' and ')}`,
    )
  if (jwk.use !== undefined && jwk.use !== 'enc')
    throw new ConfigurationError(`${path}.use`, 'a key that encrypts has the use "enc"')
  if (jwk.kty === 'oct') return { key: secretObject(decodeSecret(jwk.k, `${path}.k`), path), kid: jwk.kid }
  if (jwk.d !== undefined)
    throw new ConfigurationError(`${path}.d`, "this is a private key; give the reader's public key")
  try {
    return { key: createPublicKey({ format: 'jwk', key: jwk as JsonWebKey }), kid: jwk.kid }
  } catch (cause) {
    throw new ConfigurationError(path, 'not a valid public key', { cause })
  }
}

function publicKeyObject(key: string | KeyObject, path: string): KeyObject {
  const isPrivate =
    typeof key === 'string' ? key.includes('PRIVATE KEY') : key instanceof KeyObject && key.type !== 'public'
  if (isPrivate)
    throw new ConfigurationError(path, "this is a private key or a secret; give the reader's public key")
  if (key instanceof KeyObject) return key
  if (typeof key !== 'string' || !key.includes('-----BEGIN'))
    throw new ConfigurationError(path, 'expected PEM text (no path, no bytes) or a KeyObject')
  try {
    return createPublicKey(key)
  } catch (cause) {
    throw new ConfigurationError(path, 'the PEM text holds no readable public key or certificate', { cause })
  }
}
