import { type Awaitable, andThen, isPromise } from './awaitable.js'
import type { Authenticator } from './create-authenticator.js'
import { deciderOf } from './deciders.js'
import { assign, hideTokens, strip } from './edit-request.js'
import { asError } from './errors/as-error.js'
import type { RequestSurface } from './http/request-surface.js'
import type { RequestView } from './http/request-view.js'
import { type HeaderTaker, setHeaders } from './http/set-headers.js'
import type { AuthOutcome } from './outcome.js'
import { headersOf } from './problem-details.js'
import { requestState } from './request-state.js'
import type { Auth } from './token.js'

/** Runtime variables that policies wrote: `generated.jwt` under `jwt`, others under their whole name. */
export type GeneratedVariables = Record<string, string>

/** What meishi leaves on a framework's request or state. */
export interface Decorations {
  /** The caller, where a meishi middleware has accepted a token. */
  auth?: Auth
  /** What `attachJwt` wrote, where it is not `Authorization`. */
  generated?: GeneratedVariables
}

/** One request, as an adapter shows it. */
export interface Visit {
  readonly surface: RequestSurface
  readonly view: RequestView
  readonly response: HeaderTaker
  /** Where handlers look for what meishi leaves. */
  readonly holder: Decorations
}

/** What of a handle a middleware asks. */
type Protector<Claims> = Pick<Authenticator<Claims>, 'authenticate' | 'mappedNames'>

/**
 * {@link protect}, for frameworks whose error path is an exception: leaves the caller on `holder`, and throws refusals.
 * A promise only where somebody must be waited for.
 *
 * @throws AuthError; what `Authenticator.authenticate` throws; by the promise where there is one
 */
export function enforce(
  authenticator: Protector<unknown>,
  { surface, view, response, holder }: Visit,
): Awaitable<void> {
  return andThen(run(authenticator, surface, view, response), (outcome) => {
    if (outcome.status === 'authenticated') holder.auth = outcome.auth as Auth
    else if (outcome.status !== 'anonymous') throw asError(outcome.error)
  })
}

/**
 * The whole of a middleware but its framework: strips the client's values, authenticates, writes the mapped claims
 * and hides the token, and sets the answer's headers on the response, because an application's own error handler
 * usually forgets them. The adapter acts on the outcome.
 *
 * @throws what `Authenticator.authenticate` throws
 */
export async function protect<Claims>(
  authenticator: Protector<Claims>,
  surface: RequestSurface,
  view: RequestView,
  response: HeaderTaker,
): Promise<AuthOutcome<Claims>> {
  return run(authenticator, surface, view, response)
}

function run<Claims>(
  authenticator: Protector<Claims>,
  surface: RequestSurface,
  view: RequestView,
  response: HeaderTaker,
): Awaitable<AuthOutcome<Claims>> {
  strip(surface, authenticator.mappedNames)
  const fail = (error: unknown): never => {
    setHeaders(response, headersOf(error))
    throw asError(error)
  }
  let outcome: Awaitable<AuthOutcome<Claims>>
  try {
    outcome = deciderOf(authenticator)(view)
  } catch (error) {
    return fail(error)
  }
  const apply = (decided: AuthOutcome<Claims>) => {
    applyOutcome(authenticator, decided, surface, response)
    return decided
  }
  return isPromise(outcome) ? outcome.then(apply, fail) : apply(outcome)
}

function applyOutcome(
  authenticator: object,
  outcome: AuthOutcome<unknown>,
  surface: RequestSurface,
  response: HeaderTaker,
): void {
  if (outcome.status === 'refused') {
    setHeaders(response, outcome.error.headers)
    return
  }
  if (outcome.status === 'authenticated') {
    assign(surface, outcome.assignments)
    hideTokens(surface, outcome.hide, outcome.source)
    setHeaders(response, outcome.headers)
  }
  const state = requestState(surface.message)
  const auth = outcome.status === 'authenticated' ? outcome.auth : undefined
  state.passed = { by: authenticator, auth, before: state.passed }
}
