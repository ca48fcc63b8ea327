import type { RouteAuth } from '@meishi/core/adapter'
import type { Handler } from './framework.js'

/** Only says that it was reached. */
export const reached: Handler = () => 'reached'

/** Answers with what it sees. */
export const echo: Handler = ({ auth: _, ...seen }) => seen

/** Answers with the caller's `sub`, or `nobody`. */
export const whoami: Handler = ({ auth }) => auth?.claims.sub ?? 'nobody'

/** The answer of the application's own error handler. */
export const OWN_ANSWER = { problem: 'ours' }

/** The status that an error asks for. */
export function statusOf(error: unknown): number {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'status') : undefined
  return typeof status === 'number' ? status : 500
}

interface Derivable<Auth> {
  with(overrides: object): Auth
}

/** What decides on a route in place of the application's policy, where that is another middleware. */
export function inPlaceOf<Auth>(
  app: Derivable<Auth> | undefined,
  instead: RouteAuth,
  ofHandle: (handle: Exclude<RouteAuth, false>) => Auth,
): Auth {
  if (instead !== false && 'authenticate' in instead) return ofHandle(instead)
  if (app === undefined) throw new Error('nothing is there in whose place this would stand')
  return app.with(instead === false ? { token: null, optional: true, guard: null } : instead)
}
