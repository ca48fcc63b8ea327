import type { AuthOptions } from '@meishi/core'
import { forgeToken } from '@meishi/core/testing'
import { type JwtAuth, jwtAuth } from '@meishi/express'
import { vi } from 'vitest'
import { bearer, mint, POLICY } from './issuer.js'

/** One way to come to a handler, or to an error handler, that reads the request. */
export interface Caller {
  readonly name: string
  readonly method?: string
  readonly headers: () => readonly string[]
  /** The middleware on the way; `mapped` belongs to a policy of the same family that maps claims. */
  readonly middleware: (mapped: JwtAuth) => JwtAuth
  /** The mapped value that must be seen. `undefined`: none, and the client's is gone all the same. */
  readonly sees: string | undefined
}

const withToken = (): string[] => [bearer(mint())]
const withBadToken = (): string[] => [bearer(forgeToken(mint()))]
const unreachable = (): never => {
  throw new Error('the list is out of reach')
}

/** It says at start that nothing is enforced; here that is known. */
function inReportMode(mapped: JwtAuth): JwtAuth {
  const warning = vi.spyOn(process, 'emitWarning').mockReturnValue()
  const auth = mapped.with({ mode: 'report' })
  warning.mockRestore()
  return auth
}

/** The value that clients send wherever they may not. */
export const FOREIGN = 'evil'

/** The client's values go on every path: accepted, anonymous, refused, and on routes that map nothing. */
export const CALLERS: readonly Caller[] = [
  {
    name: 'an authenticated caller',
    headers: withToken,
    middleware: (mapped) => mapped,
    sees: 'alice',
  },
  {
    name: 'an authenticated caller whose token lacks the claim',
    headers: () => [bearer(mint({ sub: undefined }))],
    middleware: (mapped) => mapped,
    sees: undefined,
  },
  {
    name: 'an anonymous caller',
    headers: () => [],
    middleware: (mapped) => mapped.with({ optional: true }),
    sees: undefined,
  },
  {
    name: 'a caller of a route that maps nothing',
    headers: withToken,
    middleware: (mapped) => mapped.with({ claimMapping: [] }),
    sees: undefined,
  },
  {
    name: 'a refused caller',
    headers: withBadToken,
    middleware: (mapped) => mapped,
    sees: undefined,
  },
  {
    name: 'a caller during an outage',
    headers: withToken,
    middleware: (mapped) => mapped.with({ revocation: { isRevoked: unreachable } }),
    sees: undefined,
  },
  {
    name: 'a preflight',
    method: 'OPTIONS',
    headers: () => ['Origin: https://app.test', 'Access-Control-Request-Method: PUT'],
    middleware: (mapped) => mapped.with({ allowPreflight: true }),
    sees: undefined,
  },
  {
    name: 'a caller of a route in report mode',
    headers: withToken,
    middleware: inReportMode,
    sees: undefined,
  },
]

/** The middleware of one caller's route, in a family that maps `sub` as given. */
export function middlewareOf(
  caller: Caller,
  claimMapping: NonNullable<AuthOptions['claimMapping']>,
): JwtAuth {
  return caller.middleware(jwtAuth({ ...POLICY, claimMapping }))
}

/** One of {@link CALLERS}. */
export function callerNamed(name: string): Caller {
  const found = CALLERS.find((caller) => caller.name === name)
  if (found === undefined) throw new Error(`there is no caller "${name}"`)
  return found
}
