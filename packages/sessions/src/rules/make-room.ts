import { endSession } from './end-session.js'
import type { SessionParts } from './session-parts.js'
import { told } from './told.js'

/**
 * Ends what a subject has in this application, so that there is room for one more: those first that were used longest ago.
 * It is done before the new session is there, because logins at once would end each other's. They may leave some too
 * many, until the next.
 *
 * @throws UnavailableError where one could not be ended; then none is to be opened
 */
export async function makeRoom(parts: SessionParts, subject: string): Promise<void> {
  const { app, maxSessionsPerSubject } = parts.settings
  if (maxSessionsPerSubject === undefined) return
  const sessions = (await parts.store.list(subject)).filter((session) => session.app === app)
  const tooMany = sessions
    .sort((one, other) => one.usedAt - other.usedAt)
    .slice(0, Math.max(0, sessions.length + 1 - maxSessionsPerSubject))
  await Promise.all(tooMany.map((session) => endSession(parts, { event: 'end.oldest', ...told(session) })))
}
