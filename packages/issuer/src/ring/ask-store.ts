import { type Seconds, UnavailableError } from '@meishi/core'

/** A store that answers later than this is as good as dead. */
const PATIENCE: Seconds = 5

/**
 * What a store answers, if it does so in time.
 *
 * @throws UnavailableError with the store's own error as its cause
 */
export async function askStore<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the store did not answer within ${PATIENCE} s`)),
      PATIENCE * 1000,
    )
    timer.unref()
  })
  try {
    return await Promise.race([ask(), late])
  } catch (cause) {
    throw new UnavailableError('issuer', { cause })
  } finally {
    clearTimeout(timer)
  }
}
