export { admit, requireCaller } from './admit.js'
export {
  createAttachment,
  type GeneratedHolder,
  type GeneratedVariables,
  type MoreVariables,
} from './attach-jwt.js'
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
export { ALGORITHMS } from './jose/algorithms.js'
export { importKey, type KeyLabel } from './jose/import-key.js'
export { memberAt } from './jose/own-member.js'
export {
  type Expect,
  hasMethods,
  isBoolean,
  isFunction,
  isInteger,
  isKind,
  isList,
  isObject,
  isOneOf,
  isOneOrList,
  isText,
  satisfies,
} from './options/expect.js'
export { type ProblemResponse, renderProblem, sendProblem, withPrintableCode } from './problem-details.js'
export { protect } from './protect.js'
export { createRouteHandles, type RouteAuth, type RouteHandles } from './route-handles.js'
