import { type KeyObject, randomBytes } from 'node:crypto'
import {
  CONTENT_ENCRYPTIONS,
  type ContentEncryption,
  type ContentEncryptionName,
  KEY_MANAGEMENTS,
  type KeyManagement,
  type KeyManagementName,
} from '../jose/encryption-algorithms.js'
import type { DecryptionOptions } from '../options/decryption-options.js'
import { makeKeyPair } from './make-key-pair.js'

/** A service with a freshly made key, to which test tokens can be encrypted. */
export interface Recipient {
  readonly alg: KeyManagementName
  readonly enc: ContentEncryptionName
  readonly kid: string
  /** To be given as `decryption`: the key, and the two algorithms that it is used with. */
  readonly decryption: DecryptionOptions
  /** Encrypts a signed token, or claims that nobody signed. */
  encrypt(content: string | object, header?: Readonly<Record<string, unknown>>): Promise<string>
}

/**
 * Makes a key for tests that tokens are encrypted to.
 *
 * @example
 * const recipient = createRecipient()
 * const auth = jwtAuth({ ...options, decryption: recipient.decryption })
 * const token = await recipient.encrypt(idp.mint({ sub: 'alice' }))
 */
export function createRecipient(
  options: {
    readonly alg?: KeyManagementName
    readonly enc?: ContentEncryptionName
    readonly kid?: string
  } = {},
): Recipient {
  const { alg = 'RSA-OAEP-256', enc = 'A256GCM', kid = 'test-key' } = options
  const { encryptWith, declared } = makeKey(alg, enc)
  return {
    alg,
    enc,
    kid,
    decryption: { keys: { ...declared, kid, alg }, algorithms: [alg], encryptions: [enc] },
    async encrypt(content, header = {}) {
      const { CompactEncrypt } = await import('jose/jwe/compact/encrypt')
      const bytes = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))
      const protectedHeader = { alg, enc, kid, ...header }
      return new CompactEncrypt(bytes).setProtectedHeader(protectedHeader).encrypt(encryptWith)
    },
  }
}

interface MadeKey {
  readonly encryptWith: Uint8Array | KeyObject
  readonly declared: { readonly secret: Uint8Array } | { readonly privateKey: KeyObject }
}

function makeKey(alg: KeyManagementName, enc: ContentEncryptionName): MadeKey {
  const { needs, secretBytes } = KEY_MANAGEMENTS.get(alg) as KeyManagement
  if (needs === 'secret') {
    const { keyBytes } = CONTENT_ENCRYPTIONS.get(enc) as ContentEncryption
    const secret = randomBytes(secretBytes ?? keyBytes)
    return { encryptWith: secret, declared: { secret } }
  }
  const { publicKey, privateKey } =
    needs === 'RSA' ? makeKeyPair('rsa', { modulusLength: 2048 }) : makeKeyPair('ec', { namedCurve: 'P-256' })
  return { encryptWith: publicKey, declared: { privateKey } }
}
