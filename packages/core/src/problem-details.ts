import { STATUS_CODES } from 'node:http'
import { AuthError } from './errors/auth-error.js'
import { MisconfiguredError } from './errors/misconfigured-error.js'
import { UnavailableError } from './errors/unavailable-error.js'

/** A body of RFC 9457 and the headers that go with it. */
export interface ProblemResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Renders an error of meishi as problem details (RFC 9457). `undefined` for any other error.
 * The body tells no more than the headers: the `code` of the error stays inside.
 */
export function renderProblem(error: unknown): ProblemResponse | undefined {
  const isOurs =
    error instanceof AuthError || error instanceof UnavailableError || error instanceof MisconfiguredError
  if (!isOurs) return undefined
  const { status, message } = error
  const headers = 'headers' in error ? error.headers : {}
  return {
    status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
    body: JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail: message }),
  }
}
