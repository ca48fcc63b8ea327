import type { Attempt } from './attempt.js'
import { Refusal } from './errors/refusal.js'
import type { DecryptionKey } from './jose/decryption-key.js'
import { headerFacts } from './jose/header-facts.js'
import { parseJsonObject } from './jose/json-object.js'
import type { DecryptionPolicy, Policy } from './policy.js'
import { type Decrypted, decryptToken } from './stages/decrypt-token.js'
import { parseEncrypted } from './stages/parse-encrypted.js'
import { parseToken } from './stages/parse-token.js'
import type { HeaderFacts, JwtClaims, UnverifiedToken, VerifiedToken } from './token.js'

/** A token that could be read: signed, or sealed by a shared secret, which vouches for its claims. */
export type ReadToken =
  | { readonly token: UnverifiedToken; readonly facts: HeaderFacts; readonly sealedBy: undefined }
  | { readonly token: VerifiedToken; readonly facts: HeaderFacts; readonly sealedBy: DecryptionKey }

const FIVE_PARTS = /^[^.]*(?:\.[^.]*){4}$/

/**
 * Parses a token, and opens it first where it is encrypted and `decryption` says so. Synchronous for a signed one.
 *
 * @throws {@link Refusal} `token_malformed`, `decryption_failed`; {@link UnavailableError}
 */
export function readToken(
  text: string,
  { decryption }: Policy,
  attempt: Attempt,
): ReadToken | Promise<ReadToken> {
  if (decryption === undefined) return signed(parseToken(text))
  if (FIVE_PARTS.test(text)) return openToken(text, decryption, attempt)
  if (decryption.required) throw failed(text)
  return signed(parseToken(text))
}

async function openToken(text: string, decryption: DecryptionPolicy, attempt: Attempt): Promise<ReadToken> {
  const encrypted = parseEncrypted(text)
  attempt.header = encrypted.header
  const decrypted = await decryptToken(encrypted, decryption)
  const claims = bareClaims(decrypted, decryption)
  if (claims === undefined) return signed(parseInner(text, decrypted.plaintext))
  const { header } = encrypted
  return { token: Object.freeze({ header, claims }), facts: headerFacts(header), sealedBy: decrypted.key }
}

const signed = (token: UnverifiedToken): ReadToken => ({ token, facts: token.facts, sealedBy: undefined })

/** Claims without a signature, which only who has the secret can have written. Under a public key anybody can. */
function bareClaims({ plaintext, key }: Decrypted, decryption: DecryptionPolicy): JwtClaims | undefined {
  if (!decryption.bareClaims || key.algorithm.needs !== 'secret') return undefined
  return parseJsonObject(plaintext) as JwtClaims | undefined
}

/** A signed token, and nothing else: one more layer of encryption is refused. It is shorter than what it came in. */
function parseInner(text: string, plaintext: Buffer): UnverifiedToken {
  try {
    return parseToken(plaintext.toString('latin1'))
  } catch {
    throw failed(text)
  }
}

const failed = (text: string): Refusal => new Refusal('decryption_failed', { length: text.length })
