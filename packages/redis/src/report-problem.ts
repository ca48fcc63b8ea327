import { channel } from 'node:diagnostics_channel'
import type { StoreRecord, UnavailablePart } from '@meishi/core'

/** What may be wrong with a client or its server: it works, and does not protect as it should. */
const PROBLEMS = {
  MEISHI_REDIS_QUEUES:
    'the Redis client keeps commands while it is disconnected, or sends them again: after an outage a token may be used up by a request that was answered long ago',
  MEISHI_REDIS_EVICTS:
    'Redis may evict keys before their time, so that a used or revoked token passes again: set maxmemory-policy to noeviction',
  MEISHI_REDIS_CLOCK:
    'the clock of Redis is more than 30 seconds ahead, so that it forgets used tokens too early: synchronise the clocks',
  MEISHI_REDIS_TOO_OLD: 'Redis is older than 6.2, which cannot set an absolute expiry: every check will fail',
  MEISHI_REDIS_NEWER_FORMAT:
    'a newer version of @meishi/redis shares this Redis and keeps its records where this version cannot see them, so that nothing can be checked here: update this service',
} as const

export type ProblemCode = keyof typeof PROBLEMS

const records = channel('meishi:store')
const reported = new WeakMap<object, Set<ProblemCode>>()

/** Says once for each client what is wrong: a warning of the process, and a record on the channel `meishi:store`. */
export function reportProblem(
  client: object,
  part: UnavailablePart,
  code: ProblemCode,
  detail?: string,
): void {
  const codes = reported.get(client) ?? new Set()
  if (codes.has(code)) return
  reported.set(client, codes.add(code))
  process.emitWarning(detail === undefined ? PROBLEMS[code] : `${PROBLEMS[code]} (${detail})`, { code })
  const record: StoreRecord = Object.freeze({ event: 'problem', part, code })
  if (records.hasSubscribers) records.publish(record)
}
