import { checkSessionsOptions } from './check-sessions-options.js'
import { createHandler } from './http/create-handler.js'
import { createGroupCookie } from './http/group-cookie.js'
import { loginEndpoint, noGroup, signOnEndpoint } from './http/login-endpoint.js'
import { carryInBody, carryInCookie } from './http/refresh-carrier.js'
import { endEndpoint, refreshEndpoint } from './http/session-endpoints.js'
import { createLogin } from './login/create-login.js'
import { createRules } from './rules/create-rules.js'
import { endSubject } from './rules/end-session.js'
import { newId } from './rules/open-session.js'
import type { SessionParts } from './rules/session-parts.js'
import { createReport } from './session-event.js'
import type { Sessions } from './sessions.js'
import type { CreateSessionsOptions } from './sessions-options.js'
import { resolveSettings } from './settings.js'
import { askStore } from './store/ask-store.js'
import type { StoredSession } from './store/session-store.js'
import { createTokenChecks } from './tokens/check-tokens.js'

/**
 * Binds login sessions to an issuer, a store and a revocation list.
 *
 * @throws ConfigurationError naming the option and the rule
 * @example
 * const sessions = createSessions({ issuer, store: memorySessionStore(), revocation, authenticate, app: 'https://api.example.com' })
 * app.use('/auth', mount(sessions.handler))
 */
export function createSessions(options: CreateSessionsOptions): Sessions {
  checkSessionsOptions(options)
  const parts = partsOf(options)
  const { settings } = parts
  const { cookie, singleSignOn, clientBinding } = options
  const rules = createRules(parts)
  const login = createLogin(parts, options)
  const carrier = cookie ? carryInCookie(cookie, settings.refreshLifetime) : carryInBody(clientBinding)
  const groups = singleSignOn ? createGroupCookie(parts, singleSignOn) : undefined
  const handler = createHandler(settings, {
    login:
      singleSignOn && groups
        ? signOnEndpoint(parts, login, carrier, singleSignOn, groups)
        : loginEndpoint(login, carrier),
    refresh: refreshEndpoint(rules, carrier),
    logout: endEndpoint(rules.logout, cookie ? carrier.find : async () => undefined, [
      ...carrier.clear,
      ...(groups ? [groups.clear] : []),
    ]),
    revoke: endEndpoint(rules.revoke, carrier.find, carrier.clear),
  })
  return Object.freeze({
    handler,
    login: async (request) => (await login(request, singleSignOn ? async () => newId() : noGroup)).answer,
    refresh: (request) => rules.refresh(request),
    logout: (request) => rules.logout(request),
    revoke: (request) => rules.revoke(request),
    endSubject: async (subject) => (await endSubject(parts, subject)).length,
    list: async (subject) => (await parts.store.list(subject)).map(shown),
  } satisfies Sessions)
}

function partsOf(options: CreateSessionsOptions): SessionParts {
  const settings = resolveSettings(options)
  const { store, storeTimeout = 0.25, revocation, onEvent } = options
  return {
    settings,
    store: askStore(store, storeTimeout),
    revoke: (entry) => revocation.revoke(entry),
    checks: createTokenChecks(settings, revocation),
    report: createReport(settings.app, settings.clock, onEvent),
  }
}

/** What is nobody's secret. */
function shown({ id, app, subject, group, createdAt, usedAt, endsAt }: StoredSession) {
  return { sid: id, app, subject, ...(group === undefined ? {} : { group }), createdAt, usedAt, endsAt }
}
