import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Auth, AuthOverrides, JwtClaims } from '@meishi/core'
import * as core from '@meishi/core/adapter'

/** What stands behind the adapter. `auth` is `undefined` where a token is optional and there was none. */
export type Listener<Claims> = (
  req: IncomingMessage,
  res: ServerResponse,
  auth: Auth<Claims> | undefined,
) => void

/** Answers an error: one of meishi's as problem details, any other with 500. */
export function answerError(error: unknown, _req: IncomingMessage, res: ServerResponse): void {
  if (!core.sendProblem(error, res)) res.writeHead(500).end()
}

/** Protects listeners of `node:http`: `createServer(auth((req, res, caller) => …))`. */
export function jwtAuth<Claims = JwtClaims>(options: core.OptionsOrHandle<Claims>) {
  const authenticator = core.authenticatorOf(options)
  const protect =
    (listener: Listener<Claims>, onError = answerError): RequestListener =>
    (req, res) => {
      core.protect(authenticator, surfaceOf(req), req, res).then(
        (outcome) => {
          if (outcome.status === 'refused') onError(outcome.error, req, res)
          else listener(req, res, outcome.status === 'authenticated' ? outcome.auth : undefined)
        },
        (error: unknown) => onError(error, req, res),
      )
    }
  return Object.assign(protect, core.controlsOf(authenticator), {
    with: <Changed = Claims>(overrides: AuthOverrides<Changed>) => jwtAuth(authenticator.with(overrides)),
  })
}

/** Node's message carries everything. What a parser before the adapter has put on it is found there. */
function surfaceOf(req: IncomingMessage): core.RequestSurface {
  return { message: req, originals: [req], params: [req], bodies: [req], cookies: [] }
}
