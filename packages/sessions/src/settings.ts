import { type Clock, ConfigurationError, type Seconds } from '@meishi/core'
import type { SessionIssuer } from './session-issuer.js'
import type { CreateSessionsOptions, SessionEndpoints } from './sessions-options.js'

/** Options that rules read, with nothing left open. */
export interface SessionSettings {
  readonly issuer: SessionIssuer
  readonly app: string
  readonly accessLifetime: Seconds
  readonly refreshLifetime: Seconds
  readonly sessionLifetime: Seconds
  readonly refreshGrace: Seconds
  readonly refreshAudience: string
  readonly accessTokenType: 'JWT' | 'at+jwt'
  readonly minimumLoginTime: Seconds
  readonly maxSessionsPerSubject: number | undefined
  readonly endpoints: Required<SessionEndpoints>
  readonly clock: Clock
}

const ENDPOINTS = { login: '/login', refresh: '/refresh', logout: '/logout', revoke: '/revoke' }

/** @throws ConfigurationError where options contradict each other */
export function resolveSettings(options: CreateSessionsOptions): SessionSettings {
  const endpoints = { ...ENDPOINTS, ...defined(options.endpoints ?? {}) }
  const settings: SessionSettings = {
    issuer: options.issuer,
    app: options.app,
    accessLifetime: options.accessLifetime ?? 60,
    refreshLifetime: options.refreshLifetime ?? 900,
    sessionLifetime: options.sessionLifetime ?? 43_200,
    refreshGrace: options.refreshGrace ?? 10,
    refreshAudience: options.refreshAudience ?? options.issuer.issuer.replace(/\/$/, '') + endpoints.refresh,
    accessTokenType: options.accessTokenType ?? 'JWT',
    minimumLoginTime: options.minimumLoginTime ?? 0.3,
    maxSessionsPerSubject: options.maxSessionsPerSubject,
    endpoints,
    clock: options.clock ?? (() => Date.now() / 1000),
  }
  checkTogether(settings)
  checkListLives(settings, options)
  return Object.freeze(settings)
}

function checkTogether(settings: SessionSettings): void {
  const { accessLifetime, refreshLifetime, sessionLifetime, refreshAudience, app, endpoints } = settings
  if (new Set(Object.values(endpoints)).size < 4)
    throw new ConfigurationError('endpoints', 'two of them have the same path')
  if (refreshAudience === app)
    throw new ConfigurationError('refreshAudience', 'is that of the API, which would accept refresh tokens')
  if (refreshLifetime <= accessLifetime)
    throw new ConfigurationError('refreshLifetime', 'must be longer than accessLifetime')
  if (sessionLifetime < refreshLifetime)
    throw new ConfigurationError('sessionLifetime', 'must not be shorter than refreshLifetime')
}

/** Verifiers refuse what lives longer than their list remembers. */
function checkListLives(
  { refreshLifetime, sessionLifetime }: SessionSettings,
  { revocation, singleSignOn }: CreateSessionsOptions,
): void {
  const [name, longest] = singleSignOn
    ? ['sessionLifetime', sessionLifetime]
    : ['refreshLifetime', refreshLifetime]
  const { maxTokenLifetime } = revocation
  if (typeof maxTokenLifetime === 'number' && longest > maxTokenLifetime)
    throw new ConfigurationError(
      String(name),
      `is longer than maxTokenLifetime of the revocation list, ${maxTokenLifetime}`,
    )
}

function defined<Members extends object>(members: Members): Partial<Members> {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Partial<Members>
}
