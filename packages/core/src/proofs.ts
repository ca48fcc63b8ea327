import { type Attempt, createAttempt } from './attempt.js'
import { andThen } from './awaitable.js'
import { createProof, type Proof } from './cache/proof.js'
import type { DecryptionKey } from './jose/decryption-key.js'
import type { VerificationKey } from './jose/verification-key.js'
import type { Policy } from './policy.js'
import { type ReadToken, readToken } from './read-token.js'
import { type Signed, verifySignature } from './stages/verify-signature.js'

/** What is known of this text under these keys: from the cache, or from another middleware on this request. */
export function recall(text: string, policy: Policy, { state }: Attempt): Proof | undefined {
  const cached = policy.cache.get(text, policy.partition)
  if (cached !== undefined) return cached
  const earlier = state?.proof
  return earlier?.partition === policy.partition && earlier.text === text ? earlier : undefined
}

/** Whether what is remembered was proven under a key that still counts. */
export function isLive(remembered: Proof | undefined, keys: readonly Proof['key'][]): remembered is Proof {
  return remembered !== undefined && keys.includes(remembered.key)
}

/**
 * Proves a token anew. What a secret sealed was proven when it was opened. A promise only where somebody must be waited for.
 *
 * @param keys - of a signed token, those that may have made the signature
 * @param known - what is known of it; a token that was verified under a key which is gone is read again
 * @throws {@link Refusal} `signature_invalid`, `token_malformed`, `decryption_failed`; {@link UnavailableError}
 */
export function prove(
  text: string,
  known: ReadToken | Proof,
  keys: readonly (VerificationKey | DecryptionKey)[],
  policy: Policy,
): Proof | Promise<Proof> {
  const read = 'text' in known ? readToken(text, policy, createAttempt()) : known
  return andThen(read, (opened) => proveRead(text, opened, keys, policy))
}

function proveRead(
  text: string,
  { token, facts, sealedBy }: ReadToken,
  keys: readonly (VerificationKey | DecryptionKey)[],
  { partition }: Policy,
): Proof | Promise<Proof> {
  if (sealedBy !== undefined) return createProof(text, token, facts, sealedBy, sealedBy, partition)
  const proven = ({ token, key }: Signed) => createProof(text, token, facts, key, undefined, partition)
  return andThen(verifySignature(token, keys as readonly VerificationKey[]), proven)
}
