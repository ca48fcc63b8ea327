import { hash } from 'node:crypto'
import { Refusal } from '../errors/refusal.js'
import { UnavailableError } from '../errors/unavailable-error.js'
import { ownMember } from '../jose/own-member.js'
import type { Policy, ReplayPolicy } from '../policy.js'
import type { RequestState } from '../request-state.js'
import { type Clock, type NumericDate, readClock, type Seconds, type UnixMilliseconds } from '../time.js'
import type { JwtClaims } from '../token.js'

const LONGEST_JTI = 256
/** No token that is protected against replay is accepted longer than this, whatever age a route allows. */
const LONGEST_LIFE: Seconds = 7 * 86_400
/** How far the store's clock may be behind ours. */
const STORE_SKEW: Seconds = 60

/**
 * Spends the token's `jti`: the last effect, when everything else has passed, and once per request.
 * In report mode only what the token says is judged.
 *
 * @returns `unchecked` where the store was down and the policy is to allow
 * @throws {@link Refusal} `jti_missing`, `jti_replayed`; {@link UnavailableError}
 */
export async function consumeToken(
  claims: JwtClaims,
  replay: ReplayPolicy,
  policy: Policy,
  state: RequestState | undefined,
): Promise<'spent' | 'unchecked'> {
  const jti = ownMember(claims, 'jti')
  if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_JTI) throw new Refusal('jti_missing')
  if (policy.reportOnly) return 'unchecked'
  const id = identityOf(replay.namespace, ownMember(claims, 'iss'), jti)
  const spent = spentIds(state, replay)
  if (spent?.has(id)) return 'spent'
  try {
    if (!(await consume(replay, id, deadlineOf(claims, policy), policy.clock)))
      throw new Refusal('jti_replayed')
    spent?.add(id)
    return 'spent'
  } catch (cause) {
    if (cause instanceof Refusal) throw cause
    if (replay.onUnavailable === 'allow') return 'unchecked'
    throw cause instanceof UnavailableError ? cause : new UnavailableError('replay', { cause })
  }
}

/** A deadline that has passed by now refuses: a store that drops it at once would let the token through. */
async function consume(
  { store, guard, timeout }: ReplayPolicy,
  id: string,
  deadline: UnixMilliseconds,
  clock: Clock,
): Promise<boolean> {
  if (!(deadline > readClock(clock) * 1000)) return false
  return (await guard.call(() => store.consume(id, deadline), timeout)) === true
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

/**
 * The last instant at which the token could still be accepted, and the store's skew on top. Where both `exp` and
 * `maxTokenAge` limit it the later counts: another route that shares the store may not ask for the age.
 */
function deadlineOf(claims: JwtClaims, policy: Policy): UnixMilliseconds {
  const { expiration, maxTokenAge, clockTolerance } = policy
  const [exp, iat] = [ownMember(claims, 'exp'), ownMember(claims, 'iat')] as [
    NumericDate | undefined,
    NumericDate,
  ]
  const byExp = expiration === 'ignored' || exp === undefined ? Number.NEGATIVE_INFINITY : exp
  const byAge =
    maxTokenAge === undefined ? Number.NEGATIVE_INFINITY : iat + Math.min(maxTokenAge, LONGEST_LIFE)
  return Math.ceil((Math.max(byExp, byAge) + clockTolerance + STORE_SKEW) * 1000)
}
