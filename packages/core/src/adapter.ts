export { admit, orThrow, requireCaller } from './admit.js'
export { createAttachment, type MoreVariables } from './attach-jwt.js'
export { type Awaitable, andThen, settle } from './awaitable.js'
export { createRecentMap, type RecentMap } from './cache/recent-map.js'
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
export { publishableJwks } from './handlers/publishable-jwks.js'
export type { FetchContext, FetchHandler } from './http/fetch-handler.js'
export { viewOfMessage } from './http/message-view.js'
export { createSurfaces, type RequestSurface } from './http/request-surface.js'
export type { RequestView } from './http/request-view.js'
export { type HeaderAppender, type HeaderTaker, takerOf } from './http/set-headers.js'
export { ALGORITHMS } from './jose/algorithms.js'
export { CONTENT_ENCRYPTIONS, KEY_MANAGEMENTS, type KeyManagement } from './jose/encryption-algorithms.js'
export { encryptionKeyKind } from './jose/encryption-key-kind.js'
export { importJwk } from './jose/import-jwk.js'
export { importKey, type KeyLabel } from './jose/import-key.js'
export { memberAt } from './jose/own-member.js'
export { type Answer, sendAnswer, setAnswerHeaders } from './mount/answer.js'
export { createMount, type Mounted } from './mount/create-mount.js'
export type { Exchange } from './mount/create-request.js'
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
export {
  type Decorations,
  enforce,
  type GeneratedVariables,
  protect,
  type Visit,
} from './protect.js'
export { createRouteHandles, type RouteAuth, type RoutedVisit, type RouteHandles } from './route-handles.js'
export { storeGuard } from './stores/store-guard.js'
