import type { Authenticator, AuthOptions } from '@meishi/core'
import { allow, type JwtAuth, jwtAuth, problemDetails } from '@meishi/express'
import type express5 from 'express5'
import type { ErrorRequestHandler, Express, Request, RequestHandler } from 'express5'
import { onTestFinished } from 'vitest'
import type { Echo } from './echo.js'
import type { Application, ErrorHandling, Framework, Handler, Protection, Route } from './framework.js'
import { echo, inPlaceOf, OWN_ANSWER, reached, statusOf } from './handlers.js'
import { listen } from './listen.js'

/** What the tests use of Express is the same in both versions. */
export type ExpressModule = typeof express5

export const expressVersion = (name: string, express: ExpressModule): Framework => ({
  name,
  kind: 'express',
  serve: (application, until = onTestFinished) => listen(create(express, application), until),
})

const protect = (protection: Protection): JwtAuth => jwtAuth(protection as AuthOptions | Authenticator)

function create(express: ExpressModule, application: Application): Express {
  const { app: policy, routes, errors = 'own', env = 'production', prepare, parsers = 'before' } = application
  const app = express()
  app.set('env', env)
  prepare?.express?.(app)
  const parse = parsersOf(express, application)
  if (parsers === 'before' && parse.length > 0) app.use(...parse)
  const behind = parsers === 'behind' ? parse : []
  const auth = policy === undefined ? undefined : protect(policy)
  for (const route of routes.filter(({ instead }) => instead !== undefined)) mount(app, route, auth, behind)
  if (auth !== undefined) app.use(auth)
  for (const route of routes.filter(({ instead }) => instead === undefined)) mount(app, route, auth, behind)
  if (errors !== 'default') app.use(ERROR_HANDLERS[errors])
  return app
}

function parsersOf(express: ExpressModule, { parses = [] }: Application): RequestHandler[] {
  return parses.map((type) => (type === 'json' ? express.json() : express.urlencoded({ extended: true })))
}

function mount(
  app: Express,
  route: Route,
  auth: JwtAuth | undefined,
  parse: readonly RequestHandler[],
): void {
  const { path, instead, guards = [], typedBy } = route
  const layers: RequestHandler[] = []
  if (instead !== undefined) layers.push(inPlaceOf(auth, instead, protect as never) as RequestHandler)
  layers.push(...((route.auth ?? []).map(protect) as RequestHandler[]))
  layers.push(...parse, ...(guards.map(allow) as RequestHandler[]))
  const handler = handlerOf(route)
  app.all(path, ...layers, typedBy === undefined ? handler : protect(typedBy).handler(handler as never))
}

function handlerOf({ handler = reached }: Route): RequestHandler {
  return typeof handler === 'function' ? answerWith(handler) : handler.express
}

const answerWith =
  (handler: Handler): RequestHandler =>
  (req, res, next) => {
    const answer = async (): Promise<unknown> => handler({ ...echoOf(req), auth: req.auth })
    answer().then((result) => void (typeof result === 'string' ? res.end(result) : res.json(result)), next)
  }

function echoOf(req: Request & { _parsedUrl?: unknown; cookies?: unknown }): Echo {
  // Cached by the router before the middleware ran; read first, because other getters renew it.
  const { href, search, query } = (req._parsedUrl ?? {}) as Record<string, unknown>
  const { headers, rawHeaders, headersDistinct, url, originalUrl, body, cookies } = req
  return {
    headers,
    rawHeaders,
    headersDistinct,
    url,
    originalUrl,
    query: { ...req.query },
    params: { ...req.params } as Echo['params'],
    body: body as unknown,
    cookies,
    elsewhere: { href, search, query },
  }
}

const ERROR_HANDLERS: Readonly<Record<Exclude<ErrorHandling, 'default'>, ErrorRequestHandler>> = {
  own: (error, _req, res, _next) => void res.status(statusOf(error)).json(OWN_ANSWER),
  problem: problemDetails(),
  echo: (_error, req, res, next) => answerWith(echo)(req, res, next),
}
