import type { RequestView } from './http/request-view.js'
import type { IssuerPolicy } from './policy.js'
import type { RequestState } from './request-state.js'
import type { JoseHeader } from './token.js'

/** One try to verify a token: what it starts from, and what it finds on its way, for the decision record. */
export interface Attempt {
  readonly view: RequestView | undefined
  readonly state: RequestState | undefined
  header: JoseHeader | undefined
  issuer: IssuerPolicy | undefined
  cached: boolean
  replay: 'spent' | 'unchecked' | undefined
  revocation: 'checked' | 'unchecked' | undefined
}

/** A try that has found nothing yet. */
export function createAttempt(view?: RequestView, state?: RequestState): Attempt {
  return {
    view,
    state,
    header: undefined,
    issuer: undefined,
    cached: false,
    replay: undefined,
    revocation: undefined,
  }
}
