import { Refusal } from '../errors/refusal.js'
import type { DecryptionKey } from '../jose/decryption-key.js'
import { isAcceptedTyp } from '../jose/typ.js'
import type { Policy } from '../policy.js'
import type { HeaderFacts } from '../token.js'

/**
 * What stands in the place of the header and the signature where bare claims were encrypted with a shared secret: the
 * kind of the token is the one that the only header names, and the secret that opened it vouches for it.
 *
 * @throws {@link Refusal} `header_refused`
 */
export function checkSealed(
  header: HeaderFacts,
  sealedBy: DecryptionKey,
  policy: Policy,
): readonly DecryptionKey[] {
  if (!isAcceptedTyp(header, policy.typ)) throw new Refusal('header_refused')
  return [sealedBy]
}
