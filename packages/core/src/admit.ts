import type { Authenticator } from './create-authenticator.js'
import { asError } from './errors/as-error.js'
import { AuthError } from './errors/auth-error.js'
import { ConfigurationError } from './errors/configuration-error.js'
import { MisconfiguredError } from './errors/misconfigured-error.js'
import { Refusal } from './errors/refusal.js'
import type { Guard } from './guards/guard.js'
import { type HeaderTaker, setHeaders } from './http/set-headers.js'
import { vouchesFor } from './lineage.js'
import { findRequestState, type Passed, type RequestState } from './request-state.js'
import { checkGuard } from './stages/check-guard.js'
import type { Auth } from './token.js'

/**
 * Asks a guard that stands alone behind a middleware. Returns the refusal: 401 for a stranger, 403 for a known caller.
 * It knows the caller from the middleware, whatever else has been written into the framework's request.
 *
 * @throws MisconfiguredError where no middleware has let the request pass
 */
export function admit(guard: Guard<never>, message: object, response: HeaderTaker): AuthError | undefined {
  const state = findRequestState(message)
  if (state?.passed === undefined) throw misplaced('allow', 'no jwtAuth has run before it')
  const auth = callerOf(state.passed)
  try {
    if (auth !== undefined) checkGuard(guard, auth)
    else if (state.enforced) throw new Refusal('token_missing')
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal)) throw asError(error)
    return refuse(error, state, response)
  }
}

/**
 * The caller that this handle accepted, or one that `with()` made of it without another `claims` schema. The refusal
 * where an anonymous request was let pass.
 *
 * @throws MisconfiguredError where none of these has let the request pass
 */
export function requireCaller<Claims>(
  authenticator: Authenticator<Claims>,
  message: object,
  response: HeaderTaker,
): Auth<Claims> | AuthError {
  const state = findRequestState(message)
  let hasPassed = false
  for (let passed = state?.passed; passed !== undefined; passed = passed.before) {
    if (!vouchesFor(passed.by, authenticator)) continue
    if (passed.auth !== undefined) return passed.auth as Auth<Claims>
    hasPassed = true
  }
  if (state === undefined || !hasPassed)
    throw misplaced(
      'handler',
      'the jwtAuth it belongs to has not run before it (one with other `claims` is another)',
    )
  return refuse(new Refusal('token_missing'), state, response)
}

/**
 * What {@link admit} and {@link requireCaller} return, with the refusal thrown.
 *
 * @throws AuthError
 */
export function orThrow<Value>(value: Value | AuthError): Value {
  if (value instanceof AuthError) throw value
  return value
}

/** The caller that the last middleware found which found one. */
function callerOf(passed: Passed | undefined): Auth<unknown> | undefined {
  return passed === undefined ? undefined : (passed.auth ?? callerOf(passed.before))
}

function refuse(refusal: Refusal, { face }: RequestState, response: HeaderTaker): AuthError {
  const error = new AuthError(refusal, face?.profile, face?.scheme)
  setHeaders(response, error.headers)
  return error
}

function misplaced(user: string, problem: string): MisconfiguredError {
  return new MisconfiguredError(new ConfigurationError(user, problem))
}
