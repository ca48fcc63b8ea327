import type { Auth, AuthOptions, AuthOverrides, Guard, JwtClaims } from '@meishi/core'
import {
  type Authenticator,
  admit,
  createAuthenticator,
  headersOf,
  protect,
  type RequestSurface,
  type RequestView,
  refuseStranger,
  renderProblem,
  setHeaders,
} from '@meishi/core/adapter'
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
export interface JwtAuth<Claims = JwtClaims>
  extends Pick<Authenticator<Claims>, 'ready' | 'status' | 'replace' | 'close'> {
  // biome-ignore lint/suspicious/noExplicitAny: Express types the parameters of a route; none are assumed here
  (req: Request<any>, res: Response, next: NextFunction): void
  /**
   * The same with some options changed; keys, cache and stores are shared. Passing two middlewares means passing
   * both policies, so a looser route stands before the stricter one.
   *
   * @throws ConfigurationError naming the option
   * @example app.post('/transfers', auth.with({ preventReplay: true }), handler)
   */
  with<Changed = Claims>(overrides: AuthOverrides<Changed>): JwtAuth<Changed>
  /**
   * A handler whose `req.auth` is there, with the claims' own type. A request without a caller is refused (401).
   *
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
 * Protects an Express 4 or 5 application. Refusals go to `next(error)`, with their headers set already.
 *
 * @param options - options, or a handle of `createAuthenticator`
 * @throws ConfigurationError naming the option and the rule
 * @example
 * const auth = jwtAuth({ issuer: 'https://id.example', audience: 'https://api.example', keys: { jwks } })
 * app.use('/api', auth)
 */
export function jwtAuth<Claims = JwtClaims>(
  options: AuthOptions<Claims> | Authenticator<Claims>,
): JwtAuth<Claims> {
  const authenticator = 'authenticate' in options ? options : createAuthenticator(options)
  const { ready, status, replace, close } = authenticator
  const middleware = (req: Request, res: Response, next: NextFunction): void => {
    protect(authenticator, surfaceOf(req), viewOf(req)).then(
      (outcome) => {
        if (outcome.status === 'refused') return fail(outcome.error, res, next)
        if (outcome.status === 'authenticated') {
          req.auth = outcome.auth as Auth
          setHeaders(res, outcome.headers)
        }
        next()
      },
      (error: unknown) => fail(error, res, next),
    )
  }
  return Object.assign(middleware, {
    ready,
    status,
    replace,
    close,
    with: <Changed>(overrides: AuthOverrides<Changed>) => jwtAuth(authenticator.with(overrides)),
    handler: ((handle: RequestHandler): RequestHandler =>
      (req, res, next) => {
        return req.auth === undefined ? fail(refuseStranger(req), res, next) : handle(req, res, next)
      }) as JwtAuth<Claims>['handler'],
  })
}

/**
 * Lets a request pass whose caller the guard accepts; runs behind `jwtAuth`, so after the `jti` was spent.
 *
 * @example app.get('/reports', allow(requireScope('reports:read')), handler)
 */
export function allow(guard: Guard<never>): RequestHandler {
  return (req, res, next) => {
    const refusal = admit(guard, req.auth, req)
    if (refusal === undefined) next()
    else fail(refusal, res, next)
  }
}

/** An error handler that renders meishi's refusals as problem details (RFC 9457) and passes every other error on. */
export function problemDetails(): ErrorRequestHandler {
  return (error, _req, res, next) => {
    const problem = res.headersSent ? undefined : renderProblem(error)
    if (problem === undefined) return next(error)
    setHeaders(res, problem.headers)
    res.status(problem.status).end(problem.body)
  }
}

function fail(error: unknown, res: Response, next: NextFunction): void {
  setHeaders(res, headersOf(error))
  next(error)
}

function viewOf(req: Request): RequestView {
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
function parsedBody(req: Request & { _body?: boolean }): unknown {
  const isParsed =
    req._body === true || (typeof req.body === 'object' && Object.keys(req.body ?? {}).length > 0)
  return isParsed ? req.body : undefined
}

function surfaceOf(req: Request): RequestSurface {
  return {
    message: req,
    originals: [req],
    params: [req],
    body: req,
    cookies: [req.cookies, req.signedCookies],
    queryChanged: () => refreshQuery(req),
  }
}

/** Express 4 keeps the query that it parsed; Express 5 parses at each read. */
function refreshQuery(req: Request): void {
  if (!Object.hasOwn(req, 'query')) return
  const parse: unknown = req.app.get('query parser fn')
  req.query = typeof parse === 'function' ? parse(req.url.split('?')[1] ?? '') : {}
}
