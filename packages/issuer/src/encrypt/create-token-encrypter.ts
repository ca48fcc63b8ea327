import type { KeyObject } from 'node:crypto'
import { ConfigurationError, type ContentEncryptionName, type KeyManagementName } from '@meishi/core'
import {
  CONTENT_ENCRYPTIONS,
  isObject,
  isText,
  KEY_MANAGEMENTS,
  type KeyManagement,
} from '@meishi/core/adapter'
import { checkEncryptionKey } from './check-encryption-key.js'
import { type EncryptionKey, importEncryptionKey } from './import-encryption-key.js'
import { REFUSED_KEY_MANAGEMENT } from './refused-algorithms.js'

/** For whom tokens are encrypted, and how. */
export interface EncrypterOptions {
  readonly alg: KeyManagementName
  readonly enc: ContentEncryptionName
  /** The reader's public key, or the secret shared with it. */
  readonly key: EncryptionKey
  /** Goes into the header. @default the `kid` of the JWK, if it has one */
  readonly kid?: string
}

/** A key that is ready to encrypt tokens for one reader. */
export interface TokenEncrypter {
  readonly alg: KeyManagementName
  readonly enc: ContentEncryptionName
  readonly kid: string | undefined
  /** @internal */
  readonly key: KeyObject
}

const checkShape = isObject({ alg: isText, enc: isText, key: isObjectOfAnyKind, kid: isText }, [
  'alg',
  'enc',
  'key',
])

/**
 * Prepares the key of a reader.
 *
 * @throws ConfigurationError where the key is weak, too short, of another kind, or bound to something else
 * @example
 * const encrypt = createTokenEncrypter({ alg: 'RSA-OAEP-256', enc: 'A256GCM', key: { publicKey: pem } })
 */
export function createTokenEncrypter(options: EncrypterOptions, path = 'encrypt'): TokenEncrypter {
  checkShape(options, path)
  const { alg, enc } = options
  const management = managementOf(alg, `${path}.alg`)
  const content = CONTENT_ENCRYPTIONS.get(enc)
  if (content === undefined)
    throw new ConfigurationError(
      `${path}.enc`,
      `expected one of ${[...CONTENT_ENCRYPTIONS.keys()].join(', ')}`,
    )
  const imported = importEncryptionKey(options.key, namesOf(alg, enc), `${path}.key`)
  checkEncryptionKey(imported.key, management, content.keyBytes, `${path}.key`)
  return Object.freeze({ alg, enc, kid: options.kid ?? imported.kid, key: imported.key })
}

/** A key that encrypts the content itself is bound to that (RFC 7520, section 5.6). */
const namesOf = (alg: string, enc: string): readonly string[] => (alg === 'dir' ? [alg, enc] : [alg])

function managementOf(alg: string, path: string): KeyManagement {
  const management = KEY_MANAGEMENTS.get(alg)
  if (management !== undefined) return management
  const reason = REFUSED_KEY_MANAGEMENT.get(alg)
  throw new ConfigurationError(
    path,
    reason === undefined ? `expected one of ${[...KEY_MANAGEMENTS.keys()].join(', ')}` : `${alg} ${reason}`,
  )
}

function isObjectOfAnyKind(value: unknown, path: string): void {
  if (typeof value !== 'object' || value === null)
    throw new ConfigurationError(path, 'expected one of jwk, publicKey, secret')
}
