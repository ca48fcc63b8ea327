import { createAttempt } from './attempt.js'
import type { Proof } from './cache/proof.js'
import { asError } from './errors/as-error.js'
import { AuthError } from './errors/auth-error.js'
import { Refusal } from './errors/refusal.js'
import type { MappedNames } from './http/mapped-names.js'
import { headerValue, type RequestView } from './http/request-view.js'
import type { AuthOutcome } from './outcome.js'
import type { Policy } from './policy.js'
import { createReport } from './report.js'
import { type RequestState, requestState } from './request-state.js'
import { checkOrigin } from './stages/check-origin.js'
import { checkTrailer } from './stages/check-trailer.js'
import { extractToken, type PresentedToken } from './stages/extract-token.js'
import { type Accepted, verifyToken } from './verify-token.js'

/** What a decision needs of the family of its handle. */
interface RunningFamily {
  readonly mappedNames: MappedNames
  /** @throws UnavailableError after it was closed */
  checkOpen(): void
  readonly countFailure: () => void
}

const ANONYMOUS: AuthOutcome<never> = Object.freeze({ status: 'anonymous' })
const NO_HEADERS = Object.freeze({})
const NOTHING: readonly never[] = Object.freeze([])

/**
 * View to outcome. The one place where a refusal becomes a value; an outage, or what the application throws, stays
 * an exception. In report mode everything is decided and nothing comes of it.
 */
export async function authenticate(
  view: RequestView,
  policy: Policy,
  family: RunningFamily,
): Promise<AuthOutcome<unknown>> {
  family.checkOpen()
  const report = createReport(policy, family.countFailure)
  const startedAt = report === undefined ? 0 : performance.now()
  const state = requestState(view.message ?? view)
  if (!policy.reportOnly) enforce(state, policy)
  const attempt = createAttempt(view, state)
  try {
    const presented = findToken(view, policy, family.mappedNames, state)
    const outcome =
      presented === undefined
        ? ANONYMOUS
        : authenticated(await verifyToken(presented.text, policy, attempt), presented, policy, state)
    report?.(attempt, outcome.status, undefined, startedAt)
    return policy.reportOnly ? ANONYMOUS : outcome
  } catch (error) {
    report?.(attempt, error instanceof Refusal ? 'refused' : 'failed', error, startedAt)
    if (policy.reportOnly) return ANONYMOUS
    if (!(error instanceof Refusal)) throw asError(error)
    return { status: 'refused', error: new AuthError(error, policy.errorProfile, policy.scheme) }
  }
}

function enforce(state: RequestState, policy: Policy): void {
  state.enforced = true
  state.face = { profile: policy.errorProfile, scheme: policy.scheme }
}

/**
 * The token of a request; `undefined` where it may pass without one.
 *
 * @throws Refusal
 */
function findToken(
  view: RequestView,
  policy: Policy,
  names: MappedNames,
  { hidden, proof }: RequestState,
): PresentedToken | undefined {
  checkTrailer(view, names.header)
  if (policy.allowPreflight && isPreflight(view)) return undefined
  const presented = extractToken(view, policy, hidden)
  if (presented === undefined) {
    if (!policy.optional || policy.guard !== undefined) throw new Refusal('token_missing')
    return undefined
  }
  if ('cookie' in presented.source && policy.csrfOrigins !== null) checkOrigin(view, policy.csrfOrigins)
  checkSameToken(presented, proof)
  return presented
}

/** Two middlewares on one request speak of one caller. */
function checkSameToken(presented: PresentedToken, proof: Proof | undefined): void {
  if (proof !== undefined && proof.text !== presented.text) throw new Refusal('request_malformed')
}

function authenticated(
  { auth, assignments, proof }: Accepted,
  { source }: PresentedToken,
  policy: Policy,
  state: RequestState,
): AuthOutcome<unknown> {
  if (!policy.reportOnly) state.proof = proof
  const isAuthorization = 'header' in source && source.header === 'authorization'
  return {
    status: 'authenticated',
    auth,
    assignments,
    headers: isAuthorization ? NO_HEADERS : cacheHeaders(policy.vary),
    source,
    hide: policy.forwardToken ? NOTHING : policy.sources,
  }
}

/** Shared caches know that answers to `Authorization` are private; of other credentials they must be told (RFC 6750, 2.3). */
function cacheHeaders(vary: string): Readonly<Record<string, string>> {
  return vary === '' ? { 'Cache-Control': 'private' } : { 'Cache-Control': 'private', Vary: vary }
}

function isPreflight(view: RequestView): boolean {
  return (
    view.method === 'OPTIONS' && headerValue(view.rawHeaders, 'access-control-request-method') !== undefined
  )
}
