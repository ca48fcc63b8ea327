import type { Auth, AuthOptions, AuthOverrides, Guard, JwtClaims } from '@meishi/core'
import * as core from '@meishi/core/adapter'
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express'

declare global {
  namespace Express {
    interface Request {
      /** The caller, where a meishi middleware has accepted a token. */
      auth?: Auth
    }
  }
}

/** Express middleware that authenticates requests, with the functions of its handle. */
export interface JwtAuth<Claims = JwtClaims> extends core.Controls<Claims> {
  <P>(req: Request<P>, res: Response, next: NextFunction): void
  /**
   * The same with some options changed; keys, cache and stores are shared. Passing two middlewares means passing
   * both policies, so a looser route stands before the stricter one.
   * @example app.post('/transfers', auth.with({ preventReplay: true }), handler)
   */
  with<Changed = Claims>(overrides: AuthOverrides<Changed>): JwtAuth<Changed>
  /**
   * A handler behind this middleware whose `req.auth` is there, with the claims' own type. Strangers are refused (401).
   * @example app.get('/me', auth.handler((req, res) => res.json(req.auth.claims)))
   */
  handler<P, ResBody, ReqBody, ReqQuery, Locals extends Record<string, unknown>>(
    handle: (
      req: Request<P, ResBody, ReqBody, ReqQuery, Locals> & { auth: Auth<Claims> },
      res: Response<ResBody, Locals>,
      next: NextFunction,
    ) => unknown,
  ): RequestHandler<P, ResBody, ReqBody, ReqQuery, Locals>
}

/**
 * Protects an Express 4 or 5 application, with options or a handle of `createAuthenticator`. Refusals go to
 * `next(error)`, with their headers set already.
 * @throws ConfigurationError naming the option and the rule
 * @example app.use('/api', jwtAuth({ issuer: 'https://id.example', audience: 'https://api.example', keys: { jwks } }))
 */
export function jwtAuth<Claims = JwtClaims>(
  options: AuthOptions<Claims> | core.Authenticator<Claims>,
): JwtAuth<Claims> {
  const authenticator = core.authenticatorOf(options)
  const middleware = <P>(req: Request<P>, res: Response, next: NextFunction): void => {
    core.protect(authenticator, surfaceOf(req), viewOf(req), res).then(
      (outcome) => {
        if (outcome.status === 'authenticated') req.auth = outcome.auth as Auth
        next(outcome.status === 'refused' ? outcome.error : undefined)
      },
      (error: Error) => next(error),
    )
  }
  const handler =
    (handle: RequestHandler): RequestHandler =>
    (req, res, next) => {
      const caller = core.requireCaller(authenticator, req, res)
      if (caller instanceof Error) return next(caller)
      req.auth = caller as Auth
      return handle(req, res, next)
    }
  return Object.assign(middleware, {
    ...core.controlsOf(authenticator),
    with: <Changed>(overrides: AuthOverrides<Changed>) => jwtAuth(authenticator.with(overrides)),
    handler: handler as JwtAuth<Claims>['handler'],
  })
}

/**
 * Lets a request pass whose caller the guard accepts. It runs behind `jwtAuth`, so after the `jti` was spent.
 * @example app.get('/reports', allow(requireScope('reports:read')), handler)
 */
export function allow(guard: Guard<never>): RequestHandler {
  return (req, res, next) => next(core.admit(guard, req, res))
}

/** An error handler that renders meishi's refusals as problem details (RFC 9457) and passes every other error on. */
export function problemDetails(): ErrorRequestHandler {
  return (error, _req, res, next) => {
    if (!core.sendProblem(error, res)) next(error)
  }
}

function viewOf<P>(req: Request<P>): core.RequestView {
  return {
    method: req.method,
    url: req.url,
    rawHeaders: req.rawHeaders,
    message: req,
    route: typeof req.route?.path === 'string' ? req.route.path : undefined,
    get body() {
      return parsedBody(req)
    },
  }
}

/** Express 4 sets `{}` where no parser took the body. */
function parsedBody<P>({ body, _body }: Request<P> & { _body?: boolean }): unknown {
  return _body === true || Object.keys(body ?? {}).length > 0 ? body : undefined
}

function surfaceOf<P>(req: Request<P>): core.RequestSurface {
  return {
    message: req,
    originals: [req],
    params: [req],
    body: req,
    cookies: [req.cookies, req.signedCookies],
    queryChanged: (query) => refreshQuery(req, query),
  }
}

/** Express 4 keeps the query that it parsed; Express 5 parses at each read. */
function refreshQuery<P>(req: Request<P>, query: string): void {
  if (!Object.hasOwn(req, 'query')) return
  const parse: unknown = req.app.get('query parser fn')
  req.query = typeof parse === 'function' ? parse(query) : {}
}
