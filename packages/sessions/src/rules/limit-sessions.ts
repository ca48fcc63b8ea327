import { endSession } from './end-session.js'
import type { SessionParts } from './session-parts.js'
import { told } from './told.js'

/**
 * Ends what a subject has above the limit, those first that were used longest ago, and never the one that was just
 * opened. Logins at once may leave one too many, until the next.
 */
export async function limitSessions(parts: SessionParts, subject: string, newest: string): Promise<void> {
  const { maxSessionsPerSubject } = parts.settings
  if (maxSessionsPerSubject === undefined) return
  const others = (await parts.store.list(subject)).filter(({ id }) => id !== newest)
  const tooMany = others
    .sort((one, other) => one.usedAt - other.usedAt)
    .slice(0, Math.max(0, others.length + 1 - maxSessionsPerSubject))
  await Promise.all(tooMany.map((session) => endSession(parts, { event: 'end.oldest', ...told(session) })))
}
