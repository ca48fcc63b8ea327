import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import type { Jwk } from '@meishi/core'
import { Failure } from '../failures.js'
import { printable } from '../printable.js'
import { readText } from '../read-text.js'

const UNREADABLE = 'not a key that this Node can read'

/** One key of a file, as it stands there, with its private part if it has one. */
export interface FileKey {
  /** The file, and its place there where there are several. */
  readonly from: string
  readonly jwk: Jwk
  /** Whether it stands in a key set, where tokens choose by `kid`. */
  readonly isInSet: boolean
}

/**
 * The keys of a file: a JWK, a key set, or PEM text. Which it is says the text by how it begins.
 *
 * @throws Failure (3) where it cannot be read, (1) where it holds no key
 */
export async function readKeys(file: string): Promise<readonly FileKey[]> {
  const text = (await readText(file)).trim()
  const from = printable(file)
  if (text.startsWith('-----BEGIN ')) return [{ from, jwk: jwkOfPem(text, from), isInSet: false }]
  const json = parse(text, from)
  if (!Array.isArray(json.keys)) return [{ from, jwk: checkJwk(json, from), isInSet: false }]
  if (json.keys.length === 0) throw new Failure(1, `${from}: the key set is empty`)
  return json.keys.map((jwk: unknown, at) => ({
    from: `${from}#${at}`,
    jwk: checkJwk(jwk, `${from}#${at}`),
    isInSet: true,
  }))
}

/** The public part of a key, with its labels. A secret has none, and is its own. */
export function publicPart(jwk: Jwk, from: string): Jwk {
  const { kty, kid, alg, use } = jwk
  if (kty === 'oct') return jwk
  const problem = kty === 'AKP' ? 'not an ML-DSA key, or this Node has no ML-DSA' : UNREADABLE
  const key = importing(
    from,
    () =>
      isPrivate(jwk)
        ? createPublicKey(createPrivateKey({ format: 'jwk', key: jwk as JsonWebKey }))
        : createPublicKey({ format: 'jwk', key: jwk as JsonWebKey }),
    problem,
  )
  const labels = Object.entries({ kid, alg, use }).filter(([, value]) => value !== undefined)
  return { ...exported(key), ...Object.fromEntries(labels) }
}

export const isPrivate = (jwk: Jwk): boolean => jwk.d !== undefined || jwk.priv !== undefined

function jwkOfPem(text: string, from: string): Jwk {
  return exported(
    importing(from, () =>
      text.includes('PRIVATE KEY-----') ? createPrivateKey(text) : createPublicKey(text),
    ),
  )
}

const exported = (key: KeyObject): Jwk => key.export({ format: 'jwk' }) as Jwk

/** What the parsers of keys say could quote them. */
function importing<Key>(from: string, read: () => Key, problem = UNREADABLE): Key {
  try {
    return read()
  } catch {
    throw new Failure(1, `${from}: ${problem}`)
  }
}

function parse(text: string, from: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text)
    if (typeof json === 'object' && json !== null && !Array.isArray(json))
      return json as Record<string, unknown>
  } catch {}
  throw new Failure(1, `${from}: expected a JWK, a key set or PEM text`)
}

function checkJwk(jwk: unknown, from: string): Jwk {
  if (typeof jwk === 'object' && jwk !== null && typeof Reflect.get(jwk, 'kty') === 'string')
    return jwk as Jwk
  throw new Failure(1, `${from}: expected a JWK, which has a kty`)
}
