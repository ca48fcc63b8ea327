import { type Authenticator, type AuthOptions, createAuthenticator } from '@meishi/core'
import { forgeToken } from '@meishi/core/testing'
import { onTestFinished, vi } from 'vitest'
import type { Application, Framework, Route, Site } from './frameworks/framework.js'
import { echo } from './frameworks/handlers.js'
import { bearer, mint, POLICY } from './issuer.js'

/** One way to come to a handler, or to an error handler, that reads the request. */
export interface Caller {
  readonly name: string
  readonly method?: string
  readonly headers: () => readonly string[]
  /** The handle on the way; `mapped` is one of the same family that maps claims. */
  readonly handle: (mapped: Authenticator) => Authenticator
  /** The route is open to everybody, within an application that is not. */
  readonly isExempt?: true
  /** The mapped value that must be seen. `undefined`: none, and the client's is gone all the same. */
  readonly sees: string | undefined
}

const withToken = (): string[] => [bearer(mint())]
const withBadToken = (): string[] => [bearer(forgeToken(mint()))]
const unreachable = (): never => {
  throw new Error('the list is out of reach')
}

/** It says at start that nothing is enforced; here that is known. */
function inReportMode(mapped: Authenticator): Authenticator {
  const warning = vi.spyOn(process, 'emitWarning').mockReturnValue()
  onTestFinished(() => warning.mockRestore())
  return mapped.with({ mode: 'report' })
}

/** The value that clients send wherever they may not. */
export const FOREIGN = 'evil'

/** The client's values go on every path: accepted, anonymous, refused, and on routes that map nothing. */
export const CALLERS: readonly Caller[] = [
  {
    name: 'an authenticated caller',
    headers: withToken,
    handle: (mapped) => mapped,
    sees: 'alice',
  },
  {
    name: 'an authenticated caller whose token lacks the claim',
    headers: () => [bearer(mint({ sub: undefined }))],
    handle: (mapped) => mapped,
    sees: undefined,
  },
  {
    name: 'an anonymous caller',
    headers: () => [],
    handle: (mapped) => mapped.with({ optional: true }),
    sees: undefined,
  },
  {
    name: 'a caller of a route that maps nothing',
    headers: withToken,
    handle: (mapped) => mapped.with({ claimMapping: [] }),
    sees: undefined,
  },
  {
    name: 'a refused caller',
    headers: withBadToken,
    handle: (mapped) => mapped,
    sees: undefined,
  },
  {
    name: 'a caller during an outage',
    headers: withToken,
    handle: (mapped) => mapped.with({ revocation: { isRevoked: unreachable } }),
    sees: undefined,
  },
  {
    name: 'a preflight',
    method: 'OPTIONS',
    headers: () => ['Origin: https://app.test', 'Access-Control-Request-Method: PUT'],
    handle: (mapped) => mapped.with({ allowPreflight: true }),
    sees: undefined,
  },
  {
    name: 'a caller of a route in report mode',
    headers: withToken,
    handle: inReportMode,
    sees: undefined,
  },
  {
    name: 'a caller of an exempt route',
    headers: withToken,
    handle: (mapped) => mapped,
    isExempt: true,
    sees: undefined,
  },
]

/** Callers who reach the handler, so that a proxy can hand their request on. */
export const PASSING = CALLERS.filter(({ name }) => !/refused|outage/.test(name))

/** One of {@link CALLERS}. */
export function callerNamed(name: string): Caller {
  const found = CALLERS.find((caller) => caller.name === name)
  if (found === undefined) throw new Error(`there is no caller "${name}"`)
  return found
}

const SELECTION = ['an authenticated caller', 'an anonymous caller', 'a refused caller'].map(callerNamed)

/** Koa 2 and 3 differ in nothing that a caller could change, so a selection meets the older. */
export const callersOf = ({ name }: Pick<Framework, 'name'>): readonly Caller[] =>
  name === 'Koa 2' ? SELECTION : CALLERS

type ClaimMapping = NonNullable<AuthOptions['claimMapping']>

/** The handle on one caller's way, in a family that maps `sub` as given. An exempt route has one too. */
export function handleOf({ handle, isExempt }: Caller, claimMapping: ClaimMapping): Authenticator {
  const own = handle(createAuthenticator({ ...POLICY, claimMapping }))
  return isExempt === true ? own.with({ token: null, optional: true, guard: null }) : own
}

/** An application with one route that the caller comes to, which answers with what it reads. */
export function serveCaller(
  { serve }: Framework,
  { handle, isExempt }: Caller,
  claimMapping: ClaimMapping,
  {
    path = '/',
    ...how
  }: Pick<Application, 'parses' | 'parsers' | 'prepare'> & Partial<Pick<Route, 'path'>> = {},
): Promise<Site> {
  const app = handle(createAuthenticator({ ...POLICY, claimMapping }))
  const routes: Route[] = [{ path, handler: echo, ...(isExempt === true && { instead: false }) }]
  return serve({ ...how, app, routes, errors: 'echo' })
}
