import type { RefusalCode } from '@meishi/core'
import type { Case, Change } from './build.js'

/** A token, read with as much lenience as there is. */
interface Looked {
  readonly token: string
  readonly segments: readonly string[]
  readonly bytes: readonly Buffer[]
  /** JSON texts of header and payload. */
  readonly texts: readonly [header: string, payload: string]
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

/** One reason for which meishi refuses what jose accepts. */
interface OnlyJose {
  readonly code: RefusalCode
  readonly rule: string
  /** Whether a token breaks the rule. Says so without any help of what is tested. */
  readonly breaks: (looked: Looked) => boolean
  readonly why: string
  /** What makes the least example. */
  readonly example: readonly Change[]
}

/** Reads a token without judging it. */
export function look(token: string): Looked {
  const segments = token.split('.')
  const bytes = segments.map((segment) => Buffer.from(segment, 'base64url'))
  const texts = [0, 1].map((at) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes[at] ?? Buffer.of()),
  )
  const [header, claims] = texts.map(parse)
  return {
    token,
    segments,
    bytes,
    texts: texts as [string, string],
    header: header ?? {},
    claims: claims ?? {},
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

const KEY = /"(?:[^"\\]|\\.)*"(\s*:)?/g
const keysWritten = (text: string): number => [...text.matchAll(KEY)].filter(([, colon]) => colon).length

function keysRead(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const own = Array.isArray(value) ? 0 : Object.keys(value).length
  return Object.values(value).reduce((sum: number, child) => sum + keysRead(child), own)
}

function depth(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depth))
}

const LAST_DATE = 253_402_300_799
const isNoDate = (value: unknown): boolean => typeof value === 'number' && (value < 0 || value > LAST_DATE)
const TYPES = new Set<unknown>([undefined, 'jwt', 'at+jwt'])
const normal = (typ: unknown): unknown =>
  typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : typ

/** The whole of the difference between both. Whatever else jose accepts alone is a fault of one of them. */
export const onlyJose = (now: number): readonly OnlyJose[] => [
  {
    code: 'token_malformed',
    rule: 'a token has one spelling',
    breaks: ({ segments, bytes }) => segments.some((text, at) => text !== bytes[at]?.toString('base64url')),
    why: 'jose decodes padding, white space and stray last bits; a list or cache that goes by the text of a token could be walked around with a second spelling.',
    example: [['respelled', 2, 'stray', 0]],
  },
  {
    code: 'token_malformed',
    rule: 'no member is repeated',
    breaks: ({ texts: [header, payload], header: h, claims }) =>
      keysWritten(header) !== keysRead(h) || keysWritten(payload) !== keysRead(claims),
    why: 'jose takes the last one, as JSON.parse does; another reader of the same token may take the first (RFC 7515, section 4; RFC 8725, section 2.4).',
    example: [['written', 'payload', 'after', '"sub":"bob"']],
  },
  {
    code: 'token_malformed',
    rule: 'nothing is more than sixteen levels deep',
    breaks: ({ header, claims }) => depth(header) > 16 || depth(claims) > 16,
    why: 'jose has no limit; a reader behind us may recurse.',
    example: [['written', 'payload', 'after', `"a":${'['.repeat(16)}${']'.repeat(16)}`]],
  },
  {
    code: 'token_malformed',
    rule: 'a token has at most 16 KiB',
    breaks: ({ token }) => token.length > 16_384,
    why: 'jose leaves that to whoever reads the request.',
    example: [['claim', 'large', 'x'.repeat(12_500)]],
  },
  {
    code: 'token_malformed',
    rule: 'the texts begin with their object',
    breaks: ({ texts }) => texts.some((text) => text.startsWith('\ufeff')),
    why: 'jose skips a byte order mark, which makes a second spelling of the same claims (RFC 8259, section 8.1).',
    example: [['around', 'header', '\ufeff', '']],
  },
  {
    code: 'token_malformed',
    rule: 'kid is text',
    breaks: ({ header }) => header.kid !== undefined && typeof header.kid !== 'string',
    why: 'jose leaves kid to the function that finds the key, and one with a single secret does not read it; here it is a malformed header (RFC 7515, section 4.1.4).',
    example: [['header', 'kid', 1]],
  },
  {
    code: 'header_refused',
    rule: 'typ says that it is an access token, or nothing',
    breaks: ({ header }) => !TYPES.has(normal(header.typ)),
    why: 'jose compares typ only where the option asks for one; here tokens of other kinds are refused by default (RFC 8725, section 3.11).',
    example: [['header', 'typ', 'refresh+jwt']],
  },
  {
    code: 'header_refused',
    rule: 'no crit, b64, zip or enc',
    breaks: ({ header }) => ['crit', 'b64', 'zip', 'enc'].some((name) => Object.hasOwn(header, name)),
    why: 'jose ignores b64 without crit, zip and enc in a JWS, and understands crit of b64; no JWT of ours has any of them.',
    example: [['header', 'zip', 'DEF']],
  },
  {
    code: 'claim_missing',
    rule: 'exp is there',
    breaks: ({ claims }) => !Object.hasOwn(claims, 'exp'),
    why: 'jose accepts a token without an end unless requiredClaims names exp.',
    example: [['without claim', 'exp']],
  },
  {
    code: 'claim_refused',
    rule: 'times are dates',
    breaks: ({ claims }) => ['exp', 'nbf', 'iat'].some((name) => isNoDate(claims[name])),
    why: 'jose takes any number, also below zero, beyond the year 9999 and 1e999, which is a token without an end.',
    example: [['claim', 'exp', 1e300]],
  },
  {
    code: 'token_not_active',
    rule: 'iat is not in the future',
    breaks: ({ claims }) => typeof claims.iat === 'number' && claims.iat > now + 5,
    why: 'jose compares iat with the clock only where maxTokenAge is given.',
    example: [['claim', 'iat', 1_800_000_060]],
  },
  {
    code: 'audience_refused',
    rule: 'a list of audiences is of text',
    breaks: ({ claims: { aud } }) => Array.isArray(aud) && aud.some((item) => typeof item !== 'string'),
    why: 'jose looks for one that fits and leaves the others unread (RFC 7519, section 4.1.3: an array of strings).',
    example: [['claim', 'aud', ['https://api.test', 1]]],
  },
  {
    code: 'binding_required',
    rule: 'cnf needs a proof',
    breaks: ({ claims }) => Object.hasOwn(claims, 'cnf'),
    why: 'jose does not know of sender-constrained tokens; without a proof they are no bearer tokens (RFC 7800; RFC 9449).',
    example: [['claim', 'cnf', { jkt: 'AAAA' }]],
  },
]

/** The least token that a rule refuses. The secret is the one key for which jose does not read `kid`. */
export const exampleOf = ({ example }: OnlyJose): Case => ({
  signer: 'HS256',
  hasKid: true,
  extra: {},
  changes: example,
})
