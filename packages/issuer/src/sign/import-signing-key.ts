import { createPrivateKey, createPublicKey, createSecretKey, type JsonWebKey, KeyObject } from 'node:crypto'
import { ConfigurationError, type Jwk } from '@meishi/core'
import { ALGORITHMS } from '@meishi/core/adapter'

/** What is wrong with two parts of two keys. */
export const FOREIGN_HALVES = 'not a valid private key: its private and public parts do not belong together'

/** A key that signs, each kind under its own name. */
export type SigningKey =
  | {
      /** A private key, or a secret of type `oct` (RFC 7517). Its `alg` binds it. */
      readonly privateJwk: Jwk
    }
  | {
      /** PEM (PKCS#8, PKCS#1, SEC1) or a private `KeyObject`. */
      readonly privateKey: string | KeyObject
      readonly kid?: string
    }
  | {
      /** A shared secret, at least as long as the hash. */
      readonly secret: string | Uint8Array | KeyObject
      readonly kid?: string
    }

/** A key with what a user said of it. */
export interface LabelledKey {
  readonly key: KeyObject
  readonly kid: string | undefined
  readonly alg: string | undefined
}

/**
 * Takes a declared key in, whatever its kind.
 *
 * @throws ConfigurationError naming the member and the rule
 */
export function importSigningKey(declared: SigningKey, path: string): LabelledKey {
  if ('privateJwk' in declared) return importPrivateJwk(declared.privateJwk, `${path}.privateJwk`)
  if ('privateKey' in declared) {
    const key = privateKeyObject(declared.privateKey, `${path}.privateKey`)
    return { key, kid: checkKid(declared.kid, path), alg: undefined }
  }
  if ('secret' in declared) {
    const key = secretObject(declared.secret, `${path}.secret`)
    return { key, kid: checkKid(declared.kid, path), alg: undefined }
  }
  throw new ConfigurationError(path, 'expected one of privateJwk, privateKey, secret, or a signer')
}

function importPrivateJwk(jwk: Jwk, path: string): LabelledKey {
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk))
    throw new ConfigurationError(path, 'expected a JWK, an object')
  if (jwk.use !== undefined && jwk.use !== 'sig')
    throw new ConfigurationError(`${path}.use`, 'a key that signs has the use "sig"')
  if (jwk.key_ops !== undefined && !(Array.isArray(jwk.key_ops) && jwk.key_ops.includes('sign')))
    throw new ConfigurationError(`${path}.key_ops`, 'the operations of a key that signs include "sign"')
  if (jwk.alg !== undefined && !ALGORITHMS.has(jwk.alg))
    throw new ConfigurationError(`${path}.alg`, 'names no signature algorithm that is supported here')
  const key = jwkObject(jwk, path)
  checkPublicPart(jwk, key, path)
  return { key, kid: checkKid(jwk.kid, path), alg: jwk.alg }
}

/** Node makes the public part of such keys of the private one, and passes over what the JWK says. */
function checkPublicPart({ kty, x, pub }: Jwk, key: KeyObject, path: string): void {
  if (kty !== 'OKP' && kty !== 'AKP') return
  const made = createPublicKey(key).export({ format: 'jwk' })
  if (made.x !== x || made.pub !== pub) throw new ConfigurationError(path, FOREIGN_HALVES)
}

function jwkObject(jwk: Jwk, path: string): KeyObject {
  if (jwk.kty === 'oct') return secretObject(decodeSecret(jwk.k, `${path}.k`), path)
  try {
    return createPrivateKey({ format: 'jwk', key: jwk as JsonWebKey })
  } catch (cause) {
    throw new ConfigurationError(path, noPrivateKey(jwk), { cause })
  }
}

function noPrivateKey(jwk: Jwk): string {
  if (jwk.kty === 'AKP') return 'not a private ML-DSA key, or this Node has no ML-DSA'
  return jwk.d === undefined ? 'this is no private key: it has no member d' : 'not a valid private key'
}

/** The bytes of a JWK's `k`. */
export function decodeSecret(k: unknown, path: string): Uint8Array {
  if (typeof k !== 'string' || k === '' || !/^[\w-]+$/.test(k))
    throw new ConfigurationError(path, 'expected base64url without padding')
  return Buffer.from(k, 'base64url')
}

function checkKid(kid: unknown, path: string): string | undefined {
  if (kid === undefined || (typeof kid === 'string' && kid !== '')) return kid
  throw new ConfigurationError(`${path}.kid`, 'expected a string that is not empty')
}

function privateKeyObject(key: string | KeyObject, path: string): KeyObject {
  if (key instanceof KeyObject) {
    if (key.type === 'private') return key
    throw new ConfigurationError(path, `expected a private key; this KeyObject is ${key.type}`)
  }
  if (typeof key !== 'string' || !key.includes('-----BEGIN'))
    throw new ConfigurationError(path, 'expected PEM text (no path, no bytes) or a KeyObject')
  try {
    return createPrivateKey(key)
  } catch (cause) {
    throw new ConfigurationError(path, 'the PEM text holds no readable private key', { cause })
  }
}

/** A secret, and nothing that only looks like one. */
export function secretObject(secret: string | Uint8Array | KeyObject, path: string): KeyObject {
  if (secret instanceof KeyObject) {
    if (secret.type === 'secret') return secret
    throw new ConfigurationError(path, 'expected a secret, not a public or private key')
  }
  if (typeof secret !== 'string' && !(secret instanceof Uint8Array))
    throw new ConfigurationError(path, 'expected text, bytes or a KeyObject')
  const bytes = Buffer.from(secret as Uint8Array)
  if (bytes.includes('-----BEGIN')) throw new ConfigurationError(path, 'this is PEM text, not a secret')
  if (bytes.length === 0) throw new ConfigurationError(path, 'is empty')
  return createSecretKey(bytes)
}

/** The public half of a private key; a secret is its own. */
export function publicHalf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key
}
