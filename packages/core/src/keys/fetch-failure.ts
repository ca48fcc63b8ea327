import type { Seconds } from '../time.js'

/** What kind of failure it was, where somebody has to tell them apart. */
export interface FailureDetail {
  /** The status of an answer that was no success. */
  readonly status?: number
  /** The answer was complete, and not what was asked for. */
  readonly isContent?: boolean
  /** How long the endpoint asked not to be asked again. */
  readonly retryAfter?: Seconds | undefined
}

/**
 * Keys or metadata that could not be had. The message is for operators: it names host and port at most, never a path
 * or a query, and no more of what another library threw than its code.
 */
export class FetchFailure extends Error {
  override readonly name = 'FetchFailure'
  readonly status: number | undefined
  readonly isContent: boolean
  readonly retryAfter: Seconds | undefined

  constructor(message: string, { status, isContent = false, retryAfter }: FailureDetail = {}) {
    super(message)
    this.status = status
    this.isContent = isContent
    this.retryAfter = retryAfter
    this.stack = `${this.name}: ${message}`
  }
}

/** What was thrown, as a failure of the place by this name. */
export function asFailure(thrown: unknown, place: string): FetchFailure {
  if (thrown instanceof FetchFailure) return thrown
  return new FetchFailure(`${place} cannot be reached (${codeOf(thrown) ?? 'unknown error'})`)
}

/** The code of an error, or of the one beneath: `fetch` hides what happened in `cause`, sometimes in several. */
function codeOf(thrown: unknown, depth = 0): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || depth > 3) return undefined
  const code: unknown = Reflect.get(thrown, 'code')
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code)) return code
  const errors: unknown = Reflect.get(thrown, 'errors')
  const [first]: unknown[] = Array.isArray(errors) ? errors : []
  return codeOf(first, depth + 1) ?? codeOf(Reflect.get(thrown, 'cause'), depth + 1)
}
