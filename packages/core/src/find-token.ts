import type { Proof } from './cache/proof.js'
import { Refusal } from './errors/refusal.js'
import type { MappedNames } from './http/mapped-names.js'
import { headerValue, type RequestView } from './http/request-view.js'
import type { Policy } from './policy.js'
import type { RequestState } from './request-state.js'
import { checkOrigin } from './stages/check-origin.js'
import { checkTrailer } from './stages/check-trailer.js'
import { extractToken, type PresentedToken } from './stages/extract-token.js'

/**
 * The token of a request; `undefined` where it may pass without one.
 *
 * @throws Refusal
 */
export function findToken(
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

function isPreflight(view: RequestView): boolean {
  return (
    view.method === 'OPTIONS' && headerValue(view.rawHeaders, 'access-control-request-method') !== undefined
  )
}
