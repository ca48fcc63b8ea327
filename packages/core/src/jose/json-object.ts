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
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const members = freezeAndCountMembers(value, 1)
  return writesMembers(text, members) ? (value as JsonObject) : undefined
}

/**
 * Whether a text writes just so many members. A repeated one is lost in parsing, so the parsed tree has fewer.
 */
function writesMembers(text: string, members: number): boolean {
  return countMostMembers(text) === members || countWrittenMembers(text) === members
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const SPACE = 0x20
const QUOTE = 0x22
const COLON = 0x3a
const BACKSLASH = 0x5c

/**
 * Counts the colons that could stand behind a name, at least as many as there are members: those behind a quote, of
 * which some may be inside of a string. -1 where one stands behind white space, and could do so outside of one.
 * Nearly every token is judged by this count alone, and it reads no more than the colons.
 */
function countMostMembers(text: string): number {
  let members = 0
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    const before = text.charCodeAt(at - 1)
    if (before <= SPACE) return -1
    if (before === QUOTE) members++
  }
  return members
}

/** Counts the colons outside strings, which is how many members the text of a parsed value writes. */
function countWrittenMembers(text: string): number {
  let members = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === QUOTE) at = endOfString(text, at + 1)
    else if (character === COLON) members++
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

/** The members of a whole tree; `NaN` where it is too deep. */
function freezeAndCountMembers(value: object, depth: number): number {
  if (depth > MAX_DEPTH) return Number.NaN
  const isArray = Array.isArray(value)
  const children: unknown[] = isArray ? value : Object.values(value)
  let members = isArray ? 0 : children.length
  for (const child of children) {
    if (typeof child === 'object' && child !== null) members += freezeAndCountMembers(child, depth + 1)
  }
  Object.freeze(value)
  return members
}
