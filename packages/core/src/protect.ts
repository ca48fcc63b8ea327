import type { Authenticator } from './create-authenticator.js'
import { assign, hideTokens, strip } from './edit-request.js'
import { AuthError } from './errors/auth-error.js'
import { ConfigurationError } from './errors/configuration-error.js'
import { MisconfiguredError } from './errors/misconfigured-error.js'
import { Refusal } from './errors/refusal.js'
import { UnavailableError } from './errors/unavailable-error.js'
import type { Guard } from './guards/guard.js'
import type { RequestSurface } from './http/request-surface.js'
import type { RequestView } from './http/request-view.js'
import type { AuthOutcome } from './outcome.js'
import { findRequestState, type RequestState } from './request-state.js'
import { checkGuard } from './stages/check-guard.js'
import type { Auth } from './token.js'

/**
 * The whole of a middleware but its framework: strips the client's values, authenticates, and, of an authenticated
 * request, writes the mapped claims and hides the token. The adapter acts on the outcome.
 *
 * @throws what {@link Authenticator.authenticate} throws
 */
export async function protect<Claims>(
  authenticator: Authenticator<Claims>,
  surface: RequestSurface,
  view: RequestView,
): Promise<AuthOutcome<Claims>> {
  strip(surface, authenticator.mappedNames)
  const outcome = await authenticator.authenticate(view)
  if (outcome.status === 'authenticated') {
    assign(surface, outcome.assignments)
    hideTokens(surface, outcome.hide)
  }
  return outcome
}

/**
 * Asks a guard that stands alone behind a middleware. Returns the refusal: 401 for a stranger, 403 for a known caller.
 *
 * @throws {@link MisconfiguredError} where no middleware has seen the request
 */
export function admit(
  guard: Guard<never>,
  auth: Auth<unknown> | undefined,
  message: object,
): AuthError | undefined {
  const { face, reported } = seenBy('allow', message)
  if (auth === undefined)
    return reported ? undefined : new AuthError(new Refusal('token_missing'), face.profile, face.scheme)
  try {
    checkGuard(guard, auth)
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return new AuthError(error, face.profile, face.scheme)
  }
}

/**
 * The refusal of a handler that cannot run without a caller.
 *
 * @throws {@link MisconfiguredError} where no middleware has seen the request
 */
export function refuseStranger(message: object): AuthError {
  const { face } = seenBy('handler', message)
  return new AuthError(new Refusal('token_missing'), face.profile, face.scheme)
}

function seenBy(user: string, message: object): RequestState & { face: NonNullable<RequestState['face']> } {
  const state = findRequestState(message)
  if (state?.face == null)
    throw new MisconfiguredError(new ConfigurationError(user, 'no jwtAuth has run before it'))
  return { ...state, face: state.face }
}

/** The headers that go with an error, to be set on the response whatever the application's error handler does. */
export function headersOf(error: unknown): Readonly<Record<string, string>> {
  return error instanceof AuthError || error instanceof UnavailableError ? error.headers : {}
}
