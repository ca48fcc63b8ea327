export { createSessions } from './create-sessions.js'
export type { LoginRequest } from './login/create-login.js'
export type { LoginLimitOptions } from './login/login-limit-options.js'
export type { EndRequest } from './rules/create-rules.js'
export type { RefreshRequest } from './rules/refresh-session.js'
export { SessionError } from './session-error.js'
export type { SessionErrorCode } from './session-errors.js'
export type { SessionEvent, SessionEventName } from './session-event.js'
export type { SessionIssuer } from './session-issuer.js'
export type { SessionInfo, Sessions } from './sessions.js'
export type {
  Authenticated,
  CreateSessionsOptions,
  LoginContext,
  SessionCookie,
  SessionEndpoints,
  SingleSignOn,
} from './sessions-options.js'
export { type MemorySessionStoreOptions, memorySessionStore } from './store/memory-session-store.js'
export type { Predecessor, SessionStore, StoredSession } from './store/session-store.js'
export type { TokenAnswer } from './tokens/issue-pair.js'
export { issuerKeySource, type PublishesKeys } from './tokens/issuer-key-source.js'
