import { type OpenedSession, openSession } from '../rules/open-session.js'
import type { SessionParts } from '../rules/session-parts.js'
import { SessionError } from '../session-error.js'
import type { Authenticated, CreateSessionsOptions } from '../sessions-options.js'
import { limitLogins } from './limit-logins.js'
import { waitFor } from './wait-for.js'

/** Who wants to log in. */
export interface LoginRequest {
  readonly user: string
  readonly password: string
  /** Of the client, by the framework's own proxy rules. Without it only the user alone is limited. */
  readonly remoteAddress?: string
}

/** Chooses the group of a session, once it is known whose it is. */
export type ChooseGroup = (subject: string) => Promise<string | undefined>

/** Binds the rules of a login. */
export function createLogin(
  parts: SessionParts,
  { authenticate, loginLimits = {} }: Pick<CreateSessionsOptions, 'authenticate' | 'loginLimits'>,
): (request: LoginRequest, chooseGroup: ChooseGroup) => Promise<OpenedSession> {
  const { settings, report } = parts
  const limits = limitLogins(loginLimits)
  return async ({ user, password, remoteAddress }, chooseGroup) => {
    const startedAt = performance.now()
    const address = remoteAddress === undefined ? {} : { remoteAddress }
    try {
      await limits.enter(user, remoteAddress)
    } catch (error) {
      if (error instanceof SessionError) report({ event: 'login.limited', ...address })
      throw error
    }
    const undone = (hasSucceeded: boolean) => limits.notFailed(user, remoteAddress, hasSucceeded)
    const asked = async () => authenticate(user, password, { app: settings.app, ...address })
    // An outage of the application's own is nobody's failure.
    const who = await asked().catch((error: unknown) => undone(false).then(() => Promise.reject(error)))
    if (!isSomebody(who)) {
      report({ event: 'login.refused', ...address })
      await waitFor(Math.max(0, settings.minimumLoginTime - (performance.now() - startedAt) / 1000))
      throw new SessionError('credentials_refused')
    }
    await undone(true)
    return openSession(parts, who, await chooseGroup(who.sub), remoteAddress)
  }
}

/** Anything that is no answer is a no. */
function isSomebody(who: Authenticated | undefined): who is Authenticated {
  return typeof who === 'object' && who !== null
}
