import { hash } from 'node:crypto'
import { redisNames } from '../redis-names.js'

/** The keys of one list, in the order in which scripts know them. */
export interface RevocationKeys {
  /** Hash: id to entry. */
  readonly entries: string
  /** Sorted set: ids by the time at which they may leave. */
  readonly leaves: string
  /** Sorted set: ids that were taken back, by the time at which nobody can hold them any more. */
  readonly undone: string
  /** Stream: what changed. */
  readonly changes: string
  /** String: there is a list here, and it is complete. */
  readonly marker: string
}

/**
 * The keys of the list that all services with one prefix share. They have one hash tag, because a script changes all of
 * them at once: a list lives in one slot of a Cluster.
 *
 * @throws ConfigurationError where the prefix cannot be used
 */
export function revocationKeys(prefix: string | undefined): RevocationKeys {
  const nameOf = redisNames('revocation', prefix)
  const base = nameOf(hash('sha256', nameOf(''), 'base64url').slice(0, 8))
  return {
    entries: `${base}:entries`,
    leaves: `${base}:leaves`,
    undone: `${base}:undone`,
    changes: `${base}:changes`,
    marker: `${base}:marker`,
  }
}
