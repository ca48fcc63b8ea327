import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Auth, AuthOverrides, FetchHandler, Guard, JwtClaims, JwtGenerator } from '@meishi/core'
import * as core from '@meishi/core/adapter'
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express'

declare global {
  namespace Express {
    interface Request extends core.Decorations {}
  }
}

/** Middleware that assumes nothing of the route, so that the handler behind it keeps what Express infers. */
export type Middleware = (
  req: IncomingMessage & Express.Request,
  res: ServerResponse,
  next: NextFunction,
) => void

/** Express middleware that authenticates requests, with the functions of its handle. */
export interface JwtAuth<Claims = JwtClaims> extends Middleware, core.Controls<Claims> {
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
  handler<Params = Request['params']>(
    handle: (req: core.Known<Request<Params>, Claims>, res: Response, next: NextFunction) => unknown,
  ): RequestHandler<Params>
}

/**
 * Protects an Express 4 or 5 application, with options or a handle of `createAuthenticator`. Refusals go to
 * `next(error)`, with their headers set already.
 * @throws ConfigurationError naming the option and the rule
 * @example app.use('/api', jwtAuth({ issuer: 'https://id.example', audience: 'https://api.example' }))
 */
export function jwtAuth<Claims = JwtClaims>(options: core.OptionsOrHandle<Claims>): JwtAuth<Claims> {
  const authenticator = core.authenticatorOf(options)
  const middleware: Middleware = (req, res, next) => {
    core.settle(() => core.enforce(authenticator, visitOf(req as Request, res)), next)
  }
  const handler =
    (handle: RequestHandler): RequestHandler =>
    (req, res, next) => {
      req.auth = core.orThrow(core.requireCaller(authenticator, req, res)) as Auth
      return handle(req, res, next)
    }
  return Object.assign(middleware, core.controlsOf(authenticator), {
    with: <Changed>(overrides: AuthOverrides<Changed>) => jwtAuth(authenticator.with(overrides)),
    handler: handler as unknown as JwtAuth<Claims>['handler'],
  })
}

/**
 * Lets a request pass whose caller the guard accepts. It runs behind `jwtAuth`, so after the `jti` was spent.
 * @example app.get('/reports', allow(requireScope('reports:read')), handler)
 */
export function allow(guard: Guard<never>): Middleware {
  core.checkFunction('guard', guard)
  return (req, res, next) => next(core.admit(guard, req, res))
}

/**
 * Makes a token for the request that goes on to a backend, in `Authorization` or `req.generated`. It runs behind `jwtAuth`.
 * @example app.use('/orders', auth, attachJwt(generator), proxy)
 */
export function attachJwt(generator: JwtGenerator, variables?: core.MoreVariables<Request>): Middleware {
  const attach = core.createAttachment(generator, variables)
  return (req, res, next) => {
    attach(visitOf(req as Request, res), req as Request).then(() => next(), next)
  }
}

/**
 * Serves the paths of a fetch handler, relative to where it stands; all others go on. Before or behind body parsers.
 * @throws ConfigurationError where it is no fetch handler
 * @example app.use('/auth', mount(handler))
 */
export function mount(handler: FetchHandler): Middleware {
  const ask = core.createMount(handler)
  return (req, res, next) => {
    ask({ ...visitOf(req as Request, res), path: (req as Request).path, remoteAddress: (req as Request).ip })
      .then((answer) => (answer === undefined ? next() : core.sendAnswer(answer, res)))
      .catch(next)
  }
}

/** An error handler that renders meishi's refusals as problem details (RFC 9457) and passes every other error on. */
export function problemDetails(): ErrorRequestHandler {
  return (error, _req, res, next) => {
    if (!core.sendProblem(error, res)) next(error)
  }
}

const surfaceOf = core.createSurfaces<Request>({
  cookies: (req) => [req.cookies, req.signedCookies],
  parsedQuery: (req) => (Object.hasOwn(req, 'query') ? req.query : undefined),
  queryChanged: forgetQuery,
})

const visitOf = (req: Request, response: ServerResponse) => ({
  surface: surfaceOf(req, req),
  view: core.viewOfMessage(req, () => req.route?.path, req),
  response,
  holder: req,
})

/** Both versions keep the URL that they parsed, and Express 4 its query. */
function forgetQuery(req: Request, query: string): void {
  Reflect.deleteProperty(req, '_parsedUrl')
  if (!Object.hasOwn(req, 'query')) return
  const parse: unknown = req.app.get('query parser fn')
  req.query = typeof parse === 'function' ? parse(query) : {}
}
