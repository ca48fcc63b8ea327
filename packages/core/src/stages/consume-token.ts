import { hash } from 'node:crypto'
import { Refusal } from '../errors/refusal.js'
import { UnavailableError } from '../errors/unavailable-error.js'
import { ownMember } from '../jose/own-member.js'
import type { Policy, ReplayPolicy } from '../policy.js'
import type { RequestState } from '../request-state.js'
import type { Seconds, UnixMilliseconds } from '../time.js'
import type { JwtClaims } from '../token.js'

const LONGEST_JTI = 256
/** How far the store's clock may be behind ours. */
const STORE_SKEW: Seconds = 60

/**
 * Spends the token's `jti`: the last effect, when everything else has passed, and once per request.
 *
 * @returns whether the store was asked and answered; `false` where it was down and the policy is to allow
 * @throws {@link Refusal} `jti_missing`, `jti_replayed`; {@link UnavailableError}
 */
export async function consumeToken(
  claims: JwtClaims,
  replay: ReplayPolicy,
  policy: Policy,
  state: RequestState | undefined,
): Promise<boolean> {
  const jti = ownMember(claims, 'jti')
  if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_JTI) throw new Refusal('jti_missing')
  const id = identityOf(replay.namespace, ownMember(claims, 'iss'), jti)
  const spent = spentIds(state, replay)
  if (spent?.has(id)) return true
  try {
    if ((await replay.store.consume(id, deadlineOf(claims, policy))) !== true)
      throw new Refusal('jti_replayed')
    spent?.add(id)
    return true
  } catch (cause) {
    if (cause instanceof Refusal) throw cause
    if (replay.onUnavailable === 'refuse')
      throw cause instanceof UnavailableError ? cause : new UnavailableError('replay', { cause })
    return false
  }
}

/** What this request has spent in this store: two middlewares on one request spend an id once. */
function spentIds(state: RequestState | undefined, { store }: ReplayPolicy): Set<string> | undefined {
  if (state === undefined) return undefined
  state.spent ??= new Map()
  const ids = state.spent.get(store) ?? new Set()
  state.spent.set(store, ids)
  return ids
}

/** Each part goes in with its length, so that no two lists of parts make the same text. */
function identityOf(...parts: readonly unknown[]): string {
  const text = parts.map((part) => (typeof part === 'string' ? `${part.length}:${part}` : '-')).join('')
  return hash('sha256', text, 'base64url')
}

/** The last instant at which this policy could still accept the token, and the store's skew on top. */
function deadlineOf(claims: JwtClaims, policy: Policy): UnixMilliseconds {
  const byExp = policy.expiration === 'ignored' ? undefined : claims.exp
  const byAge = policy.maxTokenAge === undefined ? undefined : (claims.iat as number) + policy.maxTokenAge
  const last = Math.min(byExp ?? Number.POSITIVE_INFINITY, byAge ?? Number.POSITIVE_INFINITY)
  return Math.ceil((last + policy.clockTolerance + STORE_SKEW) * 1000)
}
