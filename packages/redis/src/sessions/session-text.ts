import { textOf } from '../revocation/replies.js'
import type { StoredSession } from './session-contract.js'

/** A session as Redis keeps it: its version, which a script reads, and JSON. */
export function writeSession(session: StoredSession): string {
  return `${session.version} ${JSON.stringify(session)}`
}

/**
 * A session as Redis answers it; `undefined` where there is none.
 *
 * @throws Error where it cannot be read
 */
export function parseSession(answer: unknown): StoredSession | undefined {
  if (answer === null || answer === undefined) return undefined
  const text = textOf(answer)
  return JSON.parse(text.slice(text.indexOf(' ') + 1)) as StoredSession
}
