export { admit, requireCaller } from './admit.js'
export {
  authenticatorOf,
  type Controls,
  checkFunction,
  controlsOf,
  type OptionsOrHandle,
} from './controls.js'
export { type Authenticator, createAuthenticator } from './create-authenticator.js'
export { strip } from './edit-request.js'
export type { RequestSurface } from './http/request-surface.js'
export type { RequestView } from './http/request-view.js'
export type { HeaderTaker } from './http/set-headers.js'
export { type ProblemResponse, renderProblem, sendProblem } from './problem-details.js'
export { protect } from './protect.js'
