import { isPromise } from '../awaitable.js'
import { Refusal } from '../errors/refusal.js'
import { UnavailableError } from '../errors/unavailable-error.js'
import type { RevocationPolicy } from '../policy.js'
import type { RevocationQuery } from '../revocation/revocation-list.js'

type Checked = 'checked' | 'unchecked'

/**
 * Refuses a token that was called back. A list that cannot tell is an outage. The answer of a list in memory is
 * judged at once, without a promise.
 *
 * @returns `unchecked` where the list could not tell and the policy is to allow
 * @throws {@link Refusal} `token_revoked`; {@link UnavailableError}
 */
export function checkRevocation(
  policy: RevocationPolicy,
  query: RevocationQuery,
): Checked | Promise<Checked> {
  let answer: boolean | Promise<boolean>
  try {
    answer = policy.guard.call(() => policy.list.isRevoked(query), policy.timeout)
  } catch (cause) {
    return outage(cause, policy)
  }
  return isPromise(answer) ? wait(answer, policy) : judge(answer)
}

async function wait(answer: Promise<boolean>, policy: RevocationPolicy): Promise<Checked> {
  let isRevoked: boolean
  try {
    isRevoked = await answer
  } catch (cause) {
    return outage(cause, policy)
  }
  return judge(isRevoked)
}

/** Whatever is not a plain no is a yes. */
function judge(isRevoked: boolean): 'checked' {
  if (isRevoked !== false) throw new Refusal('token_revoked')
  return 'checked'
}

function outage(cause: unknown, { onUnavailable }: RevocationPolicy): 'unchecked' {
  if (onUnavailable === 'allow') return 'unchecked'
  throw cause instanceof UnavailableError ? cause : new UnavailableError('revocation', { cause })
}
