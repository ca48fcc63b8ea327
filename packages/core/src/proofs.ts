import { type Attempt, createAttempt } from './attempt.js'
import type { Proof } from './cache/proof.js'
import type { DecryptionKey } from './jose/decryption-key.js'
import type { VerificationKey } from './jose/verification-key.js'
import type { Policy } from './policy.js'
import { type ReadToken, readToken } from './read-token.js'
import { verifySignature } from './stages/verify-signature.js'

/** What is known of this text under these keys: from the cache, or from another middleware on this request. */
export function recall(text: string, policy: Policy, { state }: Attempt): Proof | undefined {
  const cached = policy.cache.get(text, policy.partition)
  if (cached !== undefined) return cached
  const earlier = state?.proof
  return earlier?.partition === policy.partition && earlier.text === text ? earlier : undefined
}

/**
 * Proves a token anew. What a secret sealed was proven when it was opened.
 *
 * @param keys - of a signed token, those that may have made the signature
 * @param known - what is known of it; a token that was verified under a key which is gone is read again
 * @throws {@link Refusal} `signature_invalid`, `token_malformed`, `decryption_failed`; {@link UnavailableError}
 */
export async function prove(
  text: string,
  known: ReadToken | Proof,
  keys: readonly (VerificationKey | DecryptionKey)[],
  policy: Policy,
): Promise<Proof> {
  const { partition } = policy
  const read = 'text' in known ? await readToken(text, policy, createAttempt()) : known
  if (read.sealedBy !== undefined)
    return { text, token: read.token, key: read.sealedBy, sealedBy: read.sealedBy, partition }
  const signed = await verifySignature(read.token, keys as readonly VerificationKey[])
  return { text, ...signed, partition }
}
