import type { Attempt } from './attempt.js'
import type { Proof } from './cache/proof.js'
import type { VerificationKey } from './jose/verification-key.js'
import type { Policy } from './policy.js'
import { parseToken } from './stages/parse-token.js'
import { verifySignature } from './stages/verify-signature.js'
import type { UnverifiedToken, VerifiedToken } from './token.js'

/** What is known of this text under these keys: from the cache, or from another middleware on this request. */
export function recall(text: string, policy: Policy, { state }: Attempt): Proof | undefined {
  const cached = policy.cache.get(text, policy.partition)
  if (cached !== undefined) return cached
  const earlier = state?.proof
  return earlier?.partition === policy.partition && earlier.text === text ? earlier : undefined
}

/**
 * Proves a token anew.
 *
 * @param token - what is known of it; a token that was verified under a key which is gone is parsed again
 * @throws {@link Refusal} `signature_invalid`, `token_malformed`
 */
export async function prove(
  text: string,
  token: UnverifiedToken | VerifiedToken,
  keys: readonly VerificationKey[],
  policy: Policy,
): Promise<Proof> {
  const signed = await verifySignature('payload' in token ? token : parseToken(text), keys)
  return { text, ...signed, partition: policy.partition }
}
