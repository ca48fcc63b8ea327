import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { ConfigurationError } from '../errors/configuration-error.js'
import { isRecord } from '../http/overlay.js'
import { decodeBase64url } from './base64url.js'
import type { AcceptedEncryption, DecryptionKey } from './decryption-key.js'
import { KEY_MANAGEMENTS } from './encryption-algorithms.js'
import { importDecryptionKey } from './import-decryption-key.js'
import type { Jwk } from './import-jwk.js'

/** The members that make up the private key of each `kty`, and nothing else (RFC 7518, section 6; RFC 8037). */
const PRIVATE_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  RSA: ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'],
  EC: ['x', 'y', 'd'],
  OKP: ['x', 'd'],
}
const CURVES: readonly unknown[] = ['P-256', 'P-384', 'P-521', 'X25519']
const OPERATIONS = ['decrypt', 'unwrapKey', 'deriveKey', 'deriveBits']

/** Whether a key set has this key for something else than to open tokens: by its use, operations or algorithm. */
export function isForNoDecryption(jwk: Jwk): boolean {
  return !isForEncryption(jwk) || (typeof jwk.alg === 'string' && !KEY_MANAGEMENTS.has(jwk.alg))
}

function isForEncryption({ use, key_ops: operations }: Jwk): boolean {
  if (use !== undefined && use !== 'enc') return false
  return (
    operations === undefined ||
    (Array.isArray(operations) && operations.some((one) => OPERATIONS.includes(one)))
  )
}

/**
 * Takes a private JWK in (RFC 7517, section 4). A key that was made for signatures never decrypts.
 *
 * @throws {@link ConfigurationError} naming the member and the rule
 */
export function importPrivateJwk(jwk: Jwk, accepted: AcceptedEncryption, path: string): DecryptionKey {
  checkMembers(jwk, path)
  return importDecryptionKey(createKeyObject(jwk, path), jwk, accepted, path)
}

function checkMembers(jwk: Jwk, path: string): void {
  if (!isRecord(jwk)) throw new ConfigurationError(path, 'expected a JWK, an object')
  if (jwk.kty === 'oct') throw new ConfigurationError(path, 'a symmetric key is declared as { secret }')
  if (typeof jwk.kty !== 'string' || !Object.hasOwn(PRIVATE_MEMBERS, jwk.kty))
    throw new ConfigurationError(`${path}.kty`, 'expected RSA, EC or OKP')
  for (const name of ['kid', 'alg', 'use']) {
    if (jwk[name] !== undefined && typeof jwk[name] !== 'string')
      throw new ConfigurationError(`${path}.${name}`, 'expected a string')
  }
  if (!isForEncryption(jwk))
    throw new ConfigurationError(
      path,
      'a key that opens tokens has the use "enc", and operations that decrypt, or says nothing of them',
    )
  if (jwk.kty !== 'RSA' && !CURVES.includes(jwk.crv))
    throw new ConfigurationError(`${path}.crv`, 'expected P-256, P-384, P-521 or X25519')
  if (!Object.hasOwn(jwk, 'd'))
    throw new ConfigurationError(path, 'this is a public key; the private one opens tokens')
}

function createKeyObject(jwk: Jwk, path: string): KeyObject {
  const key: Record<string, unknown> = { kty: jwk.kty, crv: jwk.crv }
  for (const member of PRIVATE_MEMBERS[jwk.kty as string] as readonly string[]) {
    const value = jwk[member]
    if (typeof value !== 'string' || decodeBase64url(value) === undefined)
      throw new ConfigurationError(`${path}.${member}`, 'expected base64url without padding')
    key[member] = value
  }
  try {
    return createPrivateKey({ format: 'jwk', key: key as JsonWebKey })
  } catch (cause) {
    throw new ConfigurationError(path, `not a valid ${jwk.kty} private key`, { cause })
  }
}
