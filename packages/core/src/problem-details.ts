import { type ServerResponse, STATUS_CODES } from 'node:http'
import { AuthError } from './errors/auth-error.js'
import { BRAND } from './errors/brand.js'
import { ERROR_CODES } from './errors/error-codes.js'
import { setHeaders } from './http/set-headers.js'

/** A body of RFC 9457 and the headers that go with it. */
export interface ProblemResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

interface HttpError extends Error {
  readonly status: number
  readonly headers?: Record<string, string>
}

function isOurs(error: unknown): error is HttpError {
  return error instanceof Error && Reflect.get(error, BRAND) === true
}

/** The headers that go with an error of meishi's; none for any other error. */
export function headersOf(error: unknown): Readonly<Record<string, string>> {
  return (isOurs(error) ? error.headers : undefined) ?? {}
}

/**
 * For a framework whose own error handler prints `code`: refusals that come before the signature share one public
 * text, so they share one code as well, `token_malformed`. Decision records have the exact one. Any other error
 * stays as it is.
 */
export function withPrintableCode<Thrown>(error: Thrown): Thrown {
  if (!(error instanceof AuthError)) return error
  const isUnproven = ERROR_CODES[error.code].text === ERROR_CODES.token_malformed.text
  return isUnproven ? Object.defineProperty(error, 'code', { value: 'token_malformed' }) : error
}

/**
 * Renders an error of meishi's as problem details (RFC 9457). `undefined` for any other error.
 * The body tells no more than the headers: the `code` of the error stays inside.
 */
export function renderProblem(error: unknown): ProblemResponse | undefined {
  if (!isOurs(error)) return undefined
  const { status, message } = error
  return {
    status,
    headers: { ...error.headers, 'Content-Type': 'application/problem+json' },
    body: JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail: message }),
  }
}

/** Answers with {@link renderProblem}. Returns whether the error was one of meishi's and could be answered. */
export function sendProblem(error: unknown, response: ServerResponse): boolean {
  const problem = response.headersSent ? undefined : renderProblem(error)
  if (problem === undefined) return false
  setHeaders(response, problem.headers)
  response.statusCode = problem.status
  response.end(problem.body)
  return true
}
