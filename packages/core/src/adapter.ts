export { admit, requireCaller } from './admit.js'
export {
  type AnyAuthenticator,
  authenticatorOf,
  type Controls,
  checkFunction,
  controlsOf,
  isAuthenticator,
  type Known,
  type OptionsOrHandle,
} from './controls.js'
export { type Authenticator, createAuthenticator } from './create-authenticator.js'
export { strip } from './edit-request.js'
export type { RequestSurface } from './http/request-surface.js'
export type { RequestView } from './http/request-view.js'
export type { HeaderTaker } from './http/set-headers.js'
export { type ProblemResponse, renderProblem, sendProblem, withPrintableCode } from './problem-details.js'
export { protect } from './protect.js'
export { createRouteHandles, type RouteAuth, type RouteHandles } from './route-handles.js'
