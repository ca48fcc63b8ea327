import { type Attempt, createAttempt } from './attempt.js'
import { type Awaitable, andThen, isPromise } from './awaitable.js'
import { asError } from './errors/as-error.js'
import { AuthError } from './errors/auth-error.js'
import { Refusal } from './errors/refusal.js'
import { findToken } from './find-token.js'
import type { MappedNames } from './http/mapped-names.js'
import type { RequestView } from './http/request-view.js'
import type { AuthOutcome } from './outcome.js'
import type { Policy } from './policy.js'
import { createReport, type Report } from './report.js'
import { type RequestState, requestState } from './request-state.js'
import type { PresentedToken } from './stages/extract-token.js'
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
 * an exception. In report mode everything is decided and nothing comes of it. A promise only where somebody must be
 * waited for.
 *
 * @throws UnavailableError; what the application throws; by the promise where there is one
 */
export function authenticate(
  view: RequestView,
  policy: Policy,
  family: RunningFamily,
): Awaitable<AuthOutcome<unknown>> {
  family.checkOpen()
  const decision = beginDecision(view, policy, family)
  try {
    const outcome = outcomeOf(decision, family.mappedNames)
    if (!isPromise(outcome)) return conclude(decision, outcome)
    return outcome.then(
      (later) => conclude(decision, later),
      (error: unknown) => fail(decision, error),
    )
  } catch (error) {
    return fail(decision, error)
  }
}

/** A request about which is being decided. */
interface Decision {
  readonly view: RequestView
  readonly policy: Policy
  readonly state: RequestState
  readonly attempt: Attempt
  readonly report: Report | undefined
  readonly startedAt: number
}

function beginDecision(view: RequestView, policy: Policy, family: RunningFamily): Decision {
  const report = createReport(policy, family.countFailure)
  const startedAt = report === undefined ? 0 : performance.now()
  const state = requestState(view.message ?? view)
  if (!policy.reportOnly) enforce(state, policy)
  return { view, policy, state, attempt: createAttempt(view, state), report, startedAt }
}

function outcomeOf(
  { view, policy, state, attempt }: Decision,
  names: MappedNames,
): Awaitable<AuthOutcome<unknown>> {
  const presented = findToken(view, policy, names, state)
  if (presented === undefined) return ANONYMOUS
  return andThen(verifyToken(presented.text, policy, attempt), (accepted) =>
    authenticated(accepted, presented, policy, state),
  )
}

function conclude(
  { policy, attempt, report, startedAt }: Decision,
  outcome: AuthOutcome<unknown>,
): AuthOutcome<unknown> {
  report?.(attempt, outcome.status, undefined, startedAt)
  return policy.reportOnly ? ANONYMOUS : outcome
}

function fail({ policy, attempt, report, startedAt }: Decision, error: unknown): AuthOutcome<unknown> {
  report?.(attempt, error instanceof Refusal ? 'refused' : 'failed', error, startedAt)
  if (policy.reportOnly) return ANONYMOUS
  if (!(error instanceof Refusal)) throw asError(error)
  return { status: 'refused', error: new AuthError(error, policy.errorProfile, policy.scheme) }
}

function enforce(state: RequestState, policy: Policy): void {
  state.enforced = true
  state.face = { profile: policy.errorProfile, scheme: policy.scheme }
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
