import type { UnavailablePart, UnixMilliseconds } from '@meishi/core'
import type { Send } from './create-send.js'
import type { RedisClient } from './redis-client.js'
import { FORMAT, formatName } from './redis-names.js'
import { reportProblem } from './report-problem.js'
import { numberOf } from './revocation/replies.js'

/** So long counts what was read. Whoever begins with a newer format says so this long before. */
const LOOK_EVERY: UnixMilliseconds = 60_000
/** After so long without a good answer it is read again: the client may have forgotten the command. */
const RETRY_AFTER: UnixMilliseconds = 5000

/**
 * Sends only where no newer format is in use under the prefix: this version would see nothing of what is written in it,
 * and a token that was used or called back there would pass here. The first command waits until that was read; after
 * that it is read once a minute, and no command waits.
 *
 * @returns rejects with an Error where a newer format is in use, or where that could never be read
 */
export function guardFormat(send: Send, client: RedisClient, part: UnavailablePart, prefix?: string): Send {
  const key = formatName(prefix)
  let isNewer: boolean | undefined
  let dueAt = 0
  let look: Promise<void> | undefined

  const read = async (): Promise<void> => {
    const format = await send(key, ['GETEX', key])
    dueAt = performance.now() + LOOK_EVERY
    isNewer = format !== null && format !== undefined && numberOf(format) > FORMAT
    if (isNewer) reportProblem(client, part, 'MEISHI_REDIS_NEWER_FORMAT', `${key} is ${String(format)}`)
  }
  const lookAgain = (): Promise<void> => {
    const started = read().finally(() => {
      if (look === started) look = undefined
    })
    look = started
    dueAt = performance.now() + RETRY_AFTER
    return started
  }
  const sendGuarded: Send = async (...command) => {
    const looking = performance.now() < dueAt ? look : lookAgain()
    if (isNewer === undefined) await (looking ?? lookAgain())
    else looking?.catch(() => {})
    if (isNewer) throw new Error(`Redis has records of a format newer than ${FORMAT} (${key})`)
    return send(...command)
  }
  return (...command) =>
    isNewer === false && performance.now() < dueAt ? send(...command) : sendGuarded(...command)
}
