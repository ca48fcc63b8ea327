import { isUtf8 } from 'node:buffer'

/** A parsed JSON object. Read it by own properties only: its text came from a stranger. */
export type JsonObject = Readonly<Record<string, unknown>>

const MAX_DEPTH = 16

/**
 * Reads strict JSON: valid UTF-8, one object, no repeated member (RFC 7515, section 4; RFC 8725, section 2.4),
 * at most 16 levels deep. The result is deep-frozen. `undefined` where the bytes are anything else.
 */
export function parseJsonObject(bytes: Buffer): JsonObject | undefined {
  if (!isUtf8(bytes)) return undefined
  const text = bytes.toString('utf8')
  const members = countWrittenMembers(text)
  if (members < 0) return undefined
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return freezeAndCountMembers(value) === members ? (value as JsonObject) : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const QUOTE = 0x22
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/**
 * Counts the colons outside strings, which is how many members the text writes: a repeated one is lost
 * in parsing, so the parsed tree has fewer. -1 where a string does not end or the nesting is too deep.
 */
function countWrittenMembers(text: string): number {
  let members = 0
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at + 1)
        if (at < 0) return -1
        break
      case COLON:
        members++
        break
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        if (++depth > MAX_DEPTH) return -1
        break
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        depth--
    }
  }
  return members
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start)
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end
}

function isEscaped(text: string, quote: number): boolean {
  let before = quote - 1
  while (text.charCodeAt(before) === BACKSLASH) before--
  return (quote - before) % 2 === 0
}

function freezeAndCountMembers(value: object): number {
  const isArray = Array.isArray(value)
  const children: unknown[] = isArray ? value : Object.values(value)
  let members = isArray ? 0 : children.length
  for (const child of children) {
    if (typeof child === 'object' && child !== null) members += freezeAndCountMembers(child)
  }
  Object.freeze(value)
  return members
}
