import { Refusal } from '../errors/refusal.js'
import { UnavailableError } from '../errors/unavailable-error.js'
import type { RevocationList, RevocationQuery } from '../revocation/revocation-list.js'

/**
 * Refuses a token that was called back. A list that cannot tell is an outage.
 *
 * @throws {@link Refusal} `token_revoked`; {@link UnavailableError}
 */
export async function checkRevocation(list: RevocationList, query: RevocationQuery): Promise<void> {
  if (await ask(list, query)) throw new Refusal('token_revoked')
}

async function ask(list: RevocationList, query: RevocationQuery): Promise<boolean> {
  try {
    return (await list.isRevoked(query)) !== false
  } catch (cause) {
    throw cause instanceof UnavailableError ? cause : new UnavailableError('revocation', { cause })
  }
}
