import type { IncomingMessage } from 'node:http'
import type { Authenticator, AuthOptions, FetchHandler, Guard, JwtGenerator } from '@meishi/core'
import * as core from '@meishi/core/adapter'
import type * as fastify from 'fastify'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyRequest extends core.Decorations {}
  interface FastifyInstance {
    /** The handle that `jwtAuth` was registered with here, or nearest above. */
    jwtAuth: Authenticator
  }
  interface FastifyContextConfig {
    /** What this route changes, or a handle of its own. `false`: it is open to everybody. */
    auth?: core.RouteAuth
  }
}

type Request = FastifyRequest<fastify.RouteGenericInterface, fastify.RawServerBase>
type Reply = FastifyReply<fastify.RouteGenericInterface, fastify.RawServerBase>
type Hook = (request: Request, reply: Reply) => Promise<void>
type Plugin = fastify.FastifyPluginAsync<AuthOptions | core.AnyAuthenticator>

const register: Plugin = async (app, options) => {
  const own = core.authenticatorOf(options as AuthOptions, ['prefix', 'logLevel', 'logSerializers'])
  const routes = core.createRouteHandles(own)
  if (app.hasDecorator('jwtAuth')) app.jwtAuth = own
  else app.decorateRequest('auth').decorateRequest('generated').decorate('jwtAuth', own)
  app.addHook('onRoute', ({ method, url, config }) => routes.declare(`${method} ${url}`, config?.auth))
  app.addHook('onRequest', (request, reply, done) => routes.early(visitOf(request, reply), done))
  app.addHook('preValidation', (req, reply, done) => routes.late(req.raw, () => visitOf(req, reply), done))
}

/**
 * Protects the Fastify 5 application, or the part of it, where it is registered, with options or a handle of
 * `createAuthenticator`. Await it before you declare routes with a `config.auth` of their own.
 * @throws ConfigurationError naming the option and the rule
 * @example await app.register(jwtAuth, { issuer: 'https://id.example', audience: 'https://api.example' })
 */
export const jwtAuth: Plugin = fastifyPlugin(register, { name: '@meishi/fastify', fastify: '5.x' })

/**
 * A handler whose `request.auth` is there, with the claims' own type, on a route behind this handle or behind overrides
 * of it that have no `claims`. Strangers are refused (401).
 * @example app.get('/me', handler(app.jwtAuth, (request) => request.auth.claims))
 */
export function handler<Claims, Route extends fastify.RouteGenericInterface>(
  auth: Authenticator<Claims>,
  handle: (request: core.Known<FastifyRequest<Route>, Claims>, reply: FastifyReply) => unknown,
): (request: FastifyRequest<Route>, reply: FastifyReply) => Promise<unknown> {
  return async (request, reply) => {
    const caller = core.orThrow(core.requireCaller(auth, request.raw, core.takerOf(reply)))
    return handle(Object.assign(request, { auth: caller }), reply)
  }
}

/**
 * A hook that lets a request pass whose caller the guard accepts. It runs behind `jwtAuth`, so after the `jti` was spent.
 * @example app.get('/reports', { preHandler: allow(requireScope('reports:read')) }, handle)
 */
export function allow(guard: Guard<never>): Hook {
  core.checkFunction('guard', guard)
  return async (request, reply) => void core.orThrow(core.admit(guard, request.raw, core.takerOf(reply)))
}

/**
 * A hook that makes a token for what goes on to a backend, in `Authorization` or `request.generated`. It runs behind `jwtAuth`.
 * @example app.all('/orders', { preHandler: attachJwt(generator) }, forward)
 */
export function attachJwt(generator: JwtGenerator, variables?: core.MoreVariables<Request>): Hook {
  const attach = core.createAttachment(generator, variables)
  return (request, reply) => attach(visitOf(request, reply), request)
}

/**
 * A plugin with the paths of a fetch handler as routes that are open to everybody: the handler decides. It reads bodies
 * itself, so parsers of the application do not matter.
 * @throws ConfigurationError where it is no fetch handler
 * @example app.register(mount(handler), { prefix: '/auth' })
 */
export function mount(handler: FetchHandler): fastify.FastifyPluginAsync {
  const ask = core.createMount(handler)
  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    for (const path of handler.paths)
      app.all(path, { config: { auth: false } }, async (request, reply) => {
        const exchange = { ...visitOf(request, reply), response: reply.raw, path, remoteAddress: request.ip }
        const answer = await ask(exchange, core.takerOf(reply))
        if (answer === undefined) return reply.callNotFound()
        core.setAnswerHeaders(core.takerOf(reply), answer.headers)
        return reply.code(answer.status).send(answer.body)
      })
  }
}

/** An error handler that answers meishi's refusals as problem details (RFC 9457) and passes every other error on. */
export function problemDetails(): (error: unknown, request: Request, reply: Reply) => void {
  return (error, _request, reply) => {
    const problem = core.renderProblem(error)
    if (problem === undefined) reply.send(error)
    else reply.code(problem.status).headers(problem.headers).send(Buffer.from(problem.body)) // text gets a charset
  }
}

const surfaceOf = core.createSurfaces<Request>({
  cookies: (request) => [Reflect.get(request, 'cookies')],
  parsedQuery: (request) => request.query,
  writeQuery: (request, name, value) => void Reflect.set(Object(request.query), name, value),
})

const visitOf = (request: Request, reply: Reply, { url, config } = request.routeOptions) => ({
  surface: surfaceOf(request.raw, request),
  view: core.viewOfMessage(request.raw as IncomingMessage, () => url, request),
  routeAuth: config.auth,
  response: core.takerOf(reply),
  holder: request,
})
