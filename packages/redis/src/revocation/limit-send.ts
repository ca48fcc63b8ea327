import type { Seconds } from '@meishi/core'
import type { Send } from '../create-send.js'

/** So many commands whose time is over may still wait for an answer: a client that hangs is asked no more. */
const MOST_HANGING = 4

/** Sends with a time limit. What answers later is ignored, and so is a late failure. */
export function limitSend(send: Send, timeout: Seconds): Send {
  let hanging = 0
  return async (key, args) => {
    if (hanging >= MOST_HANGING) throw new Error(`${hanging} commands are waiting for an answer`)
    return new Promise((resolve, reject) => {
      let isLate = false
      const timer = setTimeout(() => {
        isLate = true
        hanging++
        reject(new Error(`no answer within ${timeout} seconds`))
      }, timeout * 1000).unref()
      const settle = (): void => {
        clearTimeout(timer)
        if (isLate) hanging--
      }
      send(key, args).then(
        (answer) => {
          settle()
          resolve(answer)
        },
        (error: unknown) => {
          settle()
          reject(error)
        },
      )
    })
  }
}
