import type { Seconds } from '@meishi/core'
import type { Send } from '../create-send.js'

/** So many commands whose time is over may still wait for an answer: a client that hangs is asked no more. */
const MOST_HANGING = 4
/** After so many times its limit a command is given up for lost, so that a client that forgot it is asked again. */
const LOST_AFTER = 10

/** Sends with a time limit. What answers later is ignored, and so is a late failure. */
export function limitSend(send: Send, timeout: Seconds): Send {
  const hanging = new Set<NodeJS.Timeout>()
  return async (key, args) => {
    if (hanging.size >= MOST_HANGING) throw new Error(`${hanging.size} commands are waiting for an answer`)
    return new Promise((resolve, reject) => {
      let timer = setTimeout(expire, timeout * 1000).unref()
      function expire(): void {
        reject(new Error(`no answer within ${timeout} seconds`))
        timer = setTimeout(settle, LOST_AFTER * timeout * 1000).unref()
        hanging.add(timer)
      }
      function settle(): void {
        clearTimeout(timer)
        hanging.delete(timer)
      }
      send(key, args).finally(settle).then(resolve, reject)
    })
  }
}
