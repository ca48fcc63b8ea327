import { channel } from 'node:diagnostics_channel'
import type { StoreRecord } from '@meishi/core'

const CODE = 'MEISHI_REVOCATION_STORE_RESET'
const records = channel('meishi:store')

/** Says that Redis has lost revocations: a warning of the process, and a record on the channel `meishi:store`. */
export function reportReset(what: string): void {
  process.emitWarning(
    `Redis has lost revocations (${what}): this process gives back those that it knows; any that no running process knew are lost`,
    { code: CODE },
  )
  const record: StoreRecord = Object.freeze({ event: 'problem', part: 'revocation', code: CODE })
  if (records.hasSubscribers) records.publish(record)
}
