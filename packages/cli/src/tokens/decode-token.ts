import { Failure } from '../failures.js'

/** What can be read of a token without a key. Nobody has checked it. */
export interface DecodedToken {
  readonly kind: 'signed' | 'encrypted' | 'unsecured'
  readonly header: Readonly<Record<string, unknown>>
  /** Of an encrypted token there are none to be read. */
  readonly claims: Readonly<Record<string, unknown>> | undefined
  readonly signingInput: string
  readonly signature: Buffer
  readonly length: number
}

/**
 * Reads a compact token (RFC 7515, section 7.1; RFC 7516, section 7.1).
 *
 * @throws Failure (1) that says what is wrong with it, and shows nothing of it
 */
export function decodeToken(text: string): DecodedToken {
  const parts = text.split('.')
  if (parts.length !== 3 && parts.length !== 5)
    throw notOne(
      `it has ${parts.length} part${parts.length === 1 ? '' : 's'}, and not 3 (signed) or 5 (encrypted)`,
    )
  const bad = parts.findIndex((part) => !/^[\w-]*$/.test(part))
  if (bad >= 0) throw notOne(`part ${bad + 1} is not base64url`)
  const [head = '', payload = '', signature = ''] = parts
  const header = decodePart(head, 'header')
  const rest = { signingInput: `${head}.${payload}`, length: text.length }
  if (parts.length === 5)
    return { kind: 'encrypted', header, claims: undefined, signature: Buffer.alloc(0), ...rest }
  const kind = header.alg === 'none' || signature === '' ? 'unsecured' : 'signed'
  const claims = decodePart(payload, 'payload')
  return { kind, header, claims, signature: Buffer.from(signature, 'base64url'), ...rest }
}

function decodePart(part: string, name: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url')),
    )
    if (typeof json === 'object' && json !== null && !Array.isArray(json))
      return json as Record<string, unknown>
  } catch {}
  throw notOne(`its ${name} is not a JSON object`)
}

const notOne = (problem: string): Failure => new Failure(1, `not a token: ${problem}`)
