import type { Authenticator } from './create-authenticator.js'
import { assign, hideTokens, strip } from './edit-request.js'
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

/**
 * {@link protect}, for frameworks whose error path is an exception: leaves the caller on `holder`, and throws refusals.
 *
 * @throws AuthError; what `Authenticator.authenticate` throws
 */
export async function enforce(
  authenticator: Pick<Authenticator<unknown>, 'authenticate' | 'mappedNames'>,
  { surface, view, response, holder }: Visit,
): Promise<void> {
  const outcome = await protect(authenticator, surface, view, response)
  if (outcome.status === 'refused') throw outcome.error
  if (outcome.status === 'authenticated') holder.auth = outcome.auth as Auth
}

/**
 * The whole of a middleware but its framework: strips the client's values, authenticates, writes the mapped claims
 * and hides the token, and sets the answer's headers on the response, because an application's own error handler
 * usually forgets them. The adapter acts on the outcome.
 *
 * @throws what `Authenticator.authenticate` throws
 */
export async function protect<Claims>(
  authenticator: Pick<Authenticator<Claims>, 'authenticate' | 'mappedNames'>,
  surface: RequestSurface,
  view: RequestView,
  response: HeaderTaker,
): Promise<AuthOutcome<Claims>> {
  strip(surface, authenticator.mappedNames)
  let outcome: AuthOutcome<Claims>
  try {
    outcome = await authenticator.authenticate(view)
  } catch (error) {
    setHeaders(response, headersOf(error))
    throw error
  }
  if (outcome.status === 'refused') {
    setHeaders(response, outcome.error.headers)
    return outcome
  }
  if (outcome.status === 'authenticated') {
    assign(surface, outcome.assignments)
    hideTokens(surface, outcome.hide, outcome.source)
    setHeaders(response, outcome.headers)
  }
  const state = requestState(surface.message)
  const auth = outcome.status === 'authenticated' ? outcome.auth : undefined
  state.passed = { by: authenticator, auth, before: state.passed }
  return outcome
}
