import type { KeyObject } from 'node:crypto'
import { ConfigurationError } from '../errors/configuration-error.js'
import { printableKid } from '../errors/printable-kid.js'
import { isRecord } from '../http/overlay.js'
import { type AlgorithmName, isAllowedFor } from '../jose/algorithms.js'
import { importJwk, type Jwk } from '../jose/import-jwk.js'
import { importKey, type KeyLabel } from '../jose/import-key.js'
import type { VerificationKey } from '../jose/verification-key.js'
import type { SkippedKey } from './key-source.js'

/** What an issuer publishes: a key set as it was written, or one key of PEM text. */
export type Published =
  | { readonly jwks: readonly unknown[] }
  | { readonly pem: KeyObject; readonly label: KeyLabel }

/** A key, and what it was made of. */
export interface ImportedKey {
  readonly made: unknown
  readonly key: VerificationKey
}

/** The keys that can be used, and why the others cannot. */
export interface ImportedKeys {
  readonly imported: readonly ImportedKey[]
  readonly skipped: readonly SkippedKey[]
}

/** How many keys of a set are looked at. */
const MOST_KEYS = 100

/**
 * Imports what can be used. One bad key is no reason to do without the others (RFC 7517, section 5), but is told.
 * A key that has not changed stays the same object: what was proven under it stays proven.
 *
 * @param before - what was imported from the set before this one, for the same algorithms
 */
export function importPublished(
  published: Published,
  allowed: readonly AlgorithmName[],
  before: readonly ImportedKey[] = [],
): ImportedKeys {
  const imported: ImportedKey[] = []
  const skipped: SkippedKey[] = []
  const known = new Map(before.map(({ made, key }) => [identity(made), key]))
  const take = (made: unknown, kid: string | undefined, importOne: () => VerificationKey): void => {
    try {
      const key = known.get(identity(made)) ?? importOne()
      if (!isAllowedFor(key.algorithm, allowed))
        throw new ConfigurationError('', `its algorithm, ${key.algorithm.name}, is none of those allowed`)
      imported.push({ made, key })
    } catch (error) {
      skipped.push(Object.freeze({ kid, reason: reasonOf(error) }))
    }
  }
  if ('pem' in published) {
    const { pem, label } = published
    take(pem, label.kid, () => importKey(pem, label, allowed, ''))
    return { imported, skipped }
  }
  for (const jwk of published.jwks.slice(0, MOST_KEYS)) {
    if (isNoSigningKey(jwk)) continue
    take(jwk, kidOf(jwk), () => importJwk(jwk as Jwk, allowed, ''))
  }
  for (const jwk of published.jwks.slice(MOST_KEYS))
    skipped.push({ kid: kidOf(jwk), reason: `it stands behind ${MOST_KEYS} others` })
  return { imported, skipped }
}

/** A key for encryption has its place in a set, and is nothing to tell of. */
function isNoSigningKey(jwk: unknown): boolean {
  if (!isRecord(jwk)) return false
  const { use, key_ops: operations } = jwk
  return (
    (typeof use === 'string' && use !== 'sig') ||
    (Array.isArray(operations) && !operations.includes('verify'))
  )
}

function kidOf(jwk: unknown): string | undefined {
  return isRecord(jwk) && typeof jwk.kid === 'string' ? printableKid(jwk.kid) : undefined
}

function identity(made: unknown): string {
  return typeof made === 'object' && made !== null && 'asymmetricKeyType' in made
    ? ((made as KeyObject).export({ format: 'pem', type: 'spki' }) as string)
    : JSON.stringify(made)
}

function reasonOf(error: unknown): string {
  return error instanceof ConfigurationError ? error.message.replace(/^\./, '') : 'it cannot be read'
}
