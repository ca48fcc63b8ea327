import { createRecentMap, flat } from '../cache/recent-map.js'
import { Refusal } from '../errors/refusal.js'
import { decodeBase64url } from '../jose/base64url.js'
import { headerFacts } from '../jose/header-facts.js'
import { parseJsonObject } from '../jose/json-object.js'
import { ownMember } from '../jose/own-member.js'
import type { HeaderFacts, JoseHeader, UnverifiedToken } from '../token.js'

const NO_BYTES = Buffer.alloc(0)
const COMPACT_ENCRYPTED = /^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/

/**
 * Reads a compact JWS (RFC 7515, section 7.1) that is spelled in the one canonical way: a second spelling of
 * the same token would walk around every cache and list that goes by its text. Trusts nothing in it.
 *
 * @throws {@link Refusal} `token_malformed`, or `decryption_failed` for a JWE, which nothing here opens
 */
export function parseToken(text: string): UnverifiedToken {
  const firstDot = text.indexOf('.')
  const secondDot = text.indexOf('.', firstDot + 1)
  if (secondDot < 0 || text.includes('.', secondDot + 1))
    throw new Refusal(COMPACT_ENCRYPTED.test(text) ? 'decryption_failed' : 'token_malformed', malformed(text))
  const { header, facts } = readHeader(text, firstDot)
  return {
    header,
    facts,
    signingInput: text.slice(0, secondDot),
    payload: decode(text, firstDot + 1, secondDot),
    signature: secondDot + 1 === text.length ? NO_BYTES : decode(text, secondDot + 1, text.length),
    length: text.length,
    claims: undefined,
  }
}

interface ReadHeader {
  /** As it stands in the token. */
  readonly part: string
  readonly header: JoseHeader
  readonly facts: HeaderFacts
}

/** Headers that were read. The tokens of one issuer have the same few, and each would be read again for every token. */
const headers = createRecentMap<ReadHeader>(256)
const LONGEST_REMEMBERED = 512
/** The one of the last token. Mostly the next one has it too, which a comparison tells without a hash. */
let latest: ReadHeader | undefined

function readHeader(text: string, end: number): ReadHeader {
  const part = text.slice(0, end)
  if (part === latest?.part) return latest
  const read = headers.get(part) ?? readAnew(text, part)
  if (part.length <= LONGEST_REMEMBERED) latest = read
  return read
}

function readAnew(text: string, part: string): ReadHeader {
  const header = parseHeader(decode(text, 0, part.length))
  if (header === undefined) throw new Refusal('token_malformed', malformed(text))
  const read = { part: flat(part), header, facts: headerFacts(header) }
  if (part.length <= LONGEST_REMEMBERED) headers.set(read.part, read, 1)
  return read
}

function decode(text: string, start: number, end: number): Buffer {
  const bytes = decodeBase64url(text.slice(start, end))
  if (bytes === undefined) throw new Refusal('token_malformed', malformed(text))
  return bytes
}

function parseHeader(bytes: Buffer): JoseHeader | undefined {
  const header = parseJsonObject(bytes)
  if (header === undefined || typeof ownMember(header, 'alg') !== 'string') return undefined
  return isTextOrAbsent(header, 'kid') ? (header as unknown as JoseHeader) : undefined
}

function isTextOrAbsent(header: Readonly<Record<string, unknown>>, name: string): boolean {
  return !Object.hasOwn(header, name) || typeof header[name] === 'string'
}

const malformed = (text: string): { length: number } => ({ length: text.length })
