import { Refusal } from '../errors/refusal.js'
import { isCanonicalBase64url } from '../jose/base64url.js'
import { parseJsonObject } from '../jose/json-object.js'
import { ownMember } from '../jose/own-member.js'
import type { EncryptedHeader, EncryptedToken } from '../token.js'

const COMPACT_ENCRYPTED = /^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/

/**
 * Reads a compact JWE (RFC 7516, section 7.1) that is spelled in the one canonical way. Trusts nothing in it: of its
 * header only what opens it is ever used.
 *
 * @throws {@link Refusal} `decryption_failed`, whatever is wrong
 */
export function parseEncrypted(text: string): EncryptedToken {
  const parts = text.split('.')
  const header =
    COMPACT_ENCRYPTED.test(text) && parts.every(isCanonicalBase64url)
      ? parseHeader(parts[0] as string)
      : undefined
  if (header === undefined) throw new Refusal('decryption_failed', { length: text.length })
  return { header, text, hasEncryptedKey: parts[1] !== '' }
}

function parseHeader(part: string): EncryptedHeader | undefined {
  const header = parseJsonObject(Buffer.from(part, 'base64url'))
  if (header === undefined) return undefined
  const isText = (name: string): boolean => typeof ownMember(header, name) === 'string'
  if (!isText('alg') || !isText('enc')) return undefined
  return !Object.hasOwn(header, 'kid') || isText('kid') ? (header as unknown as EncryptedHeader) : undefined
}
