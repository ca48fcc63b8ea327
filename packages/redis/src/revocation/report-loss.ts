import { channel } from 'node:diagnostics_channel'
import type { StoreRecord } from '@meishi/core'

const records = channel('meishi:store')
const told = new WeakSet<object>()

/** Says that Redis has lost revocations: a warning of the process, and a record on the channel `meishi:store`. */
export function reportReset(what: string): void {
  report(
    'MEISHI_REVOCATION_STORE_RESET',
    `Redis has lost revocations (${what}): this process gives back those that it knows; any that no running process knew are lost`,
  )
}

/** Says once, for whoever waits, that there is no list in Redis: somebody must know whether that is right. */
export function reportMissing(waiting: object): void {
  if (told.has(waiting)) return
  told.add(waiting)
  report(
    'MEISHI_REVOCATION_LIST_MISSING',
    'Redis has no revocation list under this prefix: every request is answered 503 until a running process gives it back or, if it is new, somebody calls confirmEmpty() once',
  )
}

function report(code: string, message: string): void {
  process.emitWarning(message, { code })
  const record: StoreRecord = Object.freeze({ event: 'problem', part: 'revocation', code })
  if (records.hasSubscribers) records.publish(record)
}
