import { memoryRevocationList } from '@meishi/core'
import { manualClock } from '@meishi/core/testing'
import { createIssuer } from '@meishi/issuer'
import { createSessions } from '../src/create-sessions.js'
import type { SessionEvent } from '../src/session-event.js'
import type { CreateSessionsOptions } from '../src/sessions-options.js'
import { memorySessionStore } from '../src/store/memory-session-store.js'

export const ISSUER = 'https://auth.test'
export const APP = 'https://api.test/orders'
export const PASSWORD = 'correct horse 名刺'

/** Sessions with everything real, a clock that is set by hand, and what they reported. */
export async function createSite(changes: Partial<CreateSessionsOptions> = {}) {
  const clock = manualClock(Math.floor(Date.now() / 1000))
  const issuer = await createIssuer({ issuer: ISSUER, algorithm: 'ES256', clock })
  const store = memorySessionStore()
  const revocation = memoryRevocationList({ clock })
  const events: SessionEvent[] = []
  const options: CreateSessionsOptions = {
    issuer,
    store,
    revocation,
    app: APP,
    authenticate: (user, password) =>
      user === 'alice' && password === PASSWORD ? { sub: 'alice', claims: { role: 'clerk' } } : undefined,
    minimumLoginTime: 0,
    clock,
    onEvent: (event) => events.push(event),
    ...changes,
  }
  const sessions = createSessions(options)
  const login = (remoteAddress?: string) =>
    sessions.login({ user: 'alice', password: PASSWORD, ...(remoteAddress && { remoteAddress }) })
  return { clock, issuer, store, revocation, events, options, sessions, login }
}

/** The names of what was reported. */
export const namesOf = (events: readonly SessionEvent[]): readonly string[] =>
  events.map(({ event }) => event)

/** Asks an endpoint. */
export function post(
  handler: ReturnType<typeof createSessions>['handler'],
  path: string,
  {
    body,
    headers = {},
    remoteAddress,
  }: { body?: unknown; headers?: Record<string, string>; remoteAddress?: string } = {},
): Promise<Response> {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
  const request = new Request(`http://mounted.invalid${path}`, {
    method: 'POST',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(text !== undefined && { body: text }),
  })
  return handler(request, remoteAddress === undefined ? {} : { remoteAddress })
}
