import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { ConfigurationError } from '../errors/configuration-error.js'
import { ALGORITHMS, type AlgorithmName } from './algorithms.js'
import { decodeBase64url } from './base64url.js'
import { importKey } from './import-key.js'
import type { VerificationKey } from './verification-key.js'

/** A public JSON Web Key (RFC 7517, section 4). */
export interface Jwk {
  readonly kty?: string
  readonly kid?: string
  readonly alg?: string
  readonly use?: string
  readonly key_ops?: readonly string[]
  readonly [member: string]: unknown
}

/** A JSON Web Key Set (RFC 7517, section 5). */
export interface JwkSet {
  readonly keys: readonly Jwk[]
}

/** The members that make up the public key of each `kty`, and nothing else (RFC 7518, section 6; RFC 8037). */
export const PUBLIC_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  RSA: ['n', 'e'],
  EC: ['x', 'y'],
  OKP: ['x'],
  AKP: ['pub'],
}
/** The members that no public key has. */
export const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']
const CURVES = new Set([...ALGORITHMS.values()].flatMap(({ crv = [] }) => crv))

/**
 * Whether a key set has this key for something else than the signatures that are checked here: by its use,
 * its operations, or its kind (RFC 7517, section 5: what is not understood is ignored).
 */
export function isForOtherUse(jwk: Jwk): boolean {
  if (Array.isArray(jwk.key_ops) && !jwk.key_ops.includes('verify')) return true
  return Object.entries(OURS).some(([name, isOurs]) => typeof jwk[name] === 'string' && !isOurs(jwk[name]))
}

const OURS: Readonly<Record<string, (text: string) => boolean>> = {
  use: (use) => use === 'sig',
  kty: (kty) => kty === 'oct' || Object.hasOwn(PUBLIC_MEMBERS, kty),
  crv: (crv) => CURVES.has(crv),
  alg: (alg) => ALGORITHMS.has(alg),
}

/**
 * Takes a JWK in. Every member is checked before `node:crypto` sees it, and no more members than the
 * public key needs are handed on.
 *
 * @throws ConfigurationError naming the member and the rule
 */
export function importJwk(jwk: Jwk, allowed: readonly AlgorithmName[], path: string): VerificationKey {
  checkMembers(jwk, path)
  return importKey(createKeyObject(jwk, path), jwk, allowed, path)
}

function checkMembers(jwk: Jwk, path: string): void {
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk))
    throw new ConfigurationError(path, 'expected a JWK, an object')
  if (jwk.kty === 'oct')
    throw new ConfigurationError(path, 'a symmetric key is declared as { secret }, never among public keys')
  const privateMember = PRIVATE_MEMBERS.find((member) => Object.hasOwn(jwk, member))
  if (privateMember !== undefined) {
    throw new ConfigurationError(`${path}.${privateMember}`, 'this is a private key; give its public part')
  }
  if (typeof jwk.kty !== 'string' || !Object.hasOwn(PUBLIC_MEMBERS, jwk.kty)) {
    throw new ConfigurationError(`${path}.kty`, 'expected RSA, EC, OKP or AKP')
  }
  for (const name of ['kid', 'alg', 'use']) {
    if (jwk[name] !== undefined && typeof jwk[name] !== 'string')
      throw new ConfigurationError(`${path}.${name}`, 'expected a string')
  }
  checkUse(jwk, path)
  if ((jwk.kty === 'EC' || jwk.kty === 'OKP') && !CURVES.has(jwk.crv as string)) {
    throw new ConfigurationError(`${path}.crv`, 'expected P-256, P-384, P-521 or Ed25519')
  }
  if (jwk.kty === 'AKP' && jwk.alg === undefined)
    throw new ConfigurationError(`${path}.alg`, 'a key of type AKP names its algorithm')
}

function checkUse(jwk: Jwk, path: string): void {
  if (jwk.use !== undefined && jwk.use !== 'sig')
    throw new ConfigurationError(`${path}.use`, 'a key that checks signatures has the use "sig"')
  if (jwk.key_ops === undefined) return
  if (!Array.isArray(jwk.key_ops) || !jwk.key_ops.includes('verify')) {
    throw new ConfigurationError(
      `${path}.key_ops`,
      'the operations of a key that checks signatures include "verify"',
    )
  }
}

function createKeyObject(jwk: Jwk, path: string): KeyObject {
  const key: Record<string, unknown> = { kty: jwk.kty, crv: jwk.crv, alg: jwk.alg }
  for (const member of PUBLIC_MEMBERS[jwk.kty as string] as readonly string[]) {
    const value = jwk[member]
    if (typeof value !== 'string' || decodeBase64url(value) === undefined) {
      throw new ConfigurationError(`${path}.${member}`, 'expected base64url without padding')
    }
    key[member] = value
  }
  try {
    return createPublicKey({ format: 'jwk', key: key as JsonWebKey })
  } catch (cause) {
    const problem =
      jwk.kty === 'AKP'
        ? 'not an ML-DSA key, or this Node has no ML-DSA'
        : `not a valid ${jwk.kty} public key`
    throw new ConfigurationError(path, problem, { cause })
  }
}
