import { UnavailableError } from '@meishi/core'

/** An outage of the list: fixed words outside, and inside what happened. */
export function unavailable(what: string, cause?: unknown): UnavailableError {
  return new UnavailableError('revocation', { cause: new Error(what, { cause }) })
}

/** What Redis answers; @throws UnavailableError where it does not */
export async function reach<Answer>(act: string, asking: Promise<Answer>): Promise<Answer> {
  try {
    return await asking
  } catch (error) {
    throw unavailable(`Redis could not ${act}`, error)
  }
}
