import type { Auth, Authenticator, AuthOptions, Guard } from '@meishi/core'
import * as core from '@meishi/core/adapter'
import type * as fastify from 'fastify'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller, where meishi has accepted a token. */
    auth?: Auth
  }
  interface FastifyInstance {
    /** The handle that `jwtAuth` was registered with here, or nearest above. */
    jwtAuth: Authenticator
  }
  interface FastifyContextConfig {
    /** What this route changes, or a handle of its own. `false`: it is open to everybody. */
    auth?: core.RouteAuth
  }
}

type Request = fastify.FastifyRequest<fastify.RouteGenericInterface, fastify.RawServerBase>
type Reply = fastify.FastifyReply<fastify.RouteGenericInterface, fastify.RawServerBase>
type Options = AuthOptions | core.AnyAuthenticator
type Plugin = fastify.FastifyPluginAsync<Options>

/**
 * Protects the Fastify 5 application, or the part of it, where it is registered, with options or a handle of
 * `createAuthenticator`. Await it before you declare routes with a `config.auth` of their own.
 * @throws ConfigurationError naming the option and the rule
 * @example await app.register(jwtAuth, { issuer: 'https://id.example', audience: 'https://api.example' })
 */
export const jwtAuth: Plugin = fastifyPlugin(register, { name: '@meishi/fastify', fastify: '5.x' })

async function register(app: fastify.FastifyInstance, options: Options): Promise<void> {
  const own = core.authenticatorOf(options as AuthOptions, ['prefix', 'logLevel', 'logSerializers'])
  const routes = core.createRouteHandles(own)
  const waiting = new WeakMap<Request, core.AnyAuthenticator>()
  if (app.hasDecorator('jwtAuth')) app.jwtAuth = own
  else app.decorateRequest('auth').decorate('jwtAuth', own)

  app.addHook('onRoute', ({ method, url, config }) => routes.declare(`${method} ${url}`, config?.auth))
  app.addHook('onRequest', async (request, reply) => {
    core.strip(surfaceOf(request), own.mappedNames)
    const handle = routes.handleOf(request.routeOptions.config.auth)
    if (handle.readsBody) waiting.set(request, handle)
    else await authenticate(handle, request, reply)
  })
  app.addHook('preValidation', async (request, reply) => {
    const handle = waiting.get(request)
    if (handle !== undefined) await authenticate(handle, request, reply)
  })
}

async function authenticate(handle: core.AnyAuthenticator, request: Request, reply: Reply): Promise<void> {
  const outcome = await core.protect(handle, surfaceOf(request), viewOf(request), takerOf(reply))
  if (outcome.status === 'refused') throw core.withPrintableCode(outcome.error)
  if (outcome.status === 'authenticated') request.auth = outcome.auth as Auth
}

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
    const caller = core.requireCaller(auth, request.raw, takerOf(reply))
    if (caller instanceof Error) throw caller
    return handle(Object.assign(request, { auth: caller }), reply)
  }
}

/**
 * A hook that lets a request pass whose caller the guard accepts. It runs behind `jwtAuth`, so after the `jti` was spent.
 * @example app.get('/reports', { preHandler: allow(requireScope('reports:read')) }, handle)
 */
export function allow(guard: Guard<never>): (request: Request, reply: Reply) => Promise<void> {
  core.checkFunction('guard', guard)
  return async (request, reply) => {
    const refusal = core.admit(guard, request.raw, takerOf(reply))
    if (refusal !== undefined) throw refusal
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

function viewOf({ raw, routeOptions, body }: Request): core.RequestView {
  const { method, url, rawHeaders } = raw
  return { method, url, rawHeaders, message: raw, route: routeOptions.url, body }
}

function surfaceOf(request: Request): core.RequestSurface {
  return {
    message: request.raw,
    originals: [request.raw, request],
    params: [request],
    bodies: [request],
    cookies: [Reflect.get(request, 'cookies')],
    parsedQuery: () => request.query,
    writeQuery: (name, value) => void Reflect.set(Object(request.query), name, value),
  }
}

/** Headers go through Fastify, which would overwrite those of Node's response. */
function takerOf(reply: Reply): core.HeaderTaker {
  const { headersSent } = reply.raw
  return { headersSent, getHeader: reply.getHeader.bind(reply), setHeader: reply.header.bind(reply) }
}
