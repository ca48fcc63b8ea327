import { hash } from 'node:crypto'
import { redisNames } from '../redis-names.js'

/** The keys of sessions. Names of people and groups are hashed: they may be of any length, and are nobody's business. */
export interface SessionKeys {
  /** String: one session. */
  session(id: string): string
  /** Sorted set: the ids of the sessions of a subject, by the time at which they end at the latest. */
  subject(name: string): string
  /** The same of a group. */
  group(name: string): string
}

/** @throws ConfigurationError where the prefix cannot be used */
export function sessionKeys(prefix: string | undefined): SessionKeys {
  const subjects = redisNames('session-subject', prefix)
  const groups = redisNames('session-group', prefix)
  return {
    session: redisNames('session', prefix),
    subject: (name) => subjects(hash('sha256', name, 'base64url')),
    group: (name) => groups(hash('sha256', name, 'base64url')),
  }
}
