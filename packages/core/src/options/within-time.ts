import { UnavailableError } from '../errors/unavailable-error.js'
import type { Seconds } from '../time.js'

/**
 * Waits for an answer of the application, but not for ever.
 *
 * @throws UnavailableError where the time is up
 */
export async function withinTime<T>(answer: Promise<T>, limit: Seconds): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    const cause = new Error(`the function \`issuers\` gave no answer within ${limit} s`)
    timer = setTimeout(() => reject(new UnavailableError('keys', { cause })), limit * 1000).unref()
  })
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer))
}
