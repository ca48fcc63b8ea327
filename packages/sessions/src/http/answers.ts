import { AuthError } from '@meishi/core'
import { SessionError } from '../session-error.js'

/** Answers with JSON that nobody keeps. */
export function answer(body: object, cookies: readonly string[] = []): Response {
  return Response.json(body, { headers: headersWith(cookies) })
}

export function answerNothing(cookies: readonly string[] = []): Response {
  return new Response(null, { status: 204, headers: headersWith(cookies) })
}

/** The answer to what was refused. What is no refusal goes on to the error path of the framework. */
export function answerRefusal(error: unknown): Response {
  if (!(error instanceof SessionError) && !(error instanceof AuthError)) throw error
  const { status, headers, message } = error
  const body = { error: error.error ?? 'invalid_token', error_description: message }
  return Response.json(body, { status, headers: { ...headers } })
}

function headersWith(cookies: readonly string[]): Headers {
  const headers = new Headers({ 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return headers
}
