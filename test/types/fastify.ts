// Compiled, never run: what must compile, and, behind `@ts-expect-error`, what must not.
import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import {
  type Auth,
  type Authenticator,
  createAuthenticator,
  createHealthHandler,
  type FetchHandler,
  type Guard,
  type JwtClaims,
  requireScope,
} from '@meishi/core'
import { allow, handler, jwtAuth, mount, problemDetails } from '@meishi/fastify'
import {
  type FastifyBaseLogger,
  type FastifyPluginAsync,
  type FastifyRequest,
  type FastifyTypeProvider,
  fastify,
} from 'fastify'
import { z } from 'zod'
import { hasType } from './has-type.js'

const policy = { issuer: 'https://id.test', audience: 'https://api.test', keys: { jwks: { keys: [] } } }
const schema = z.object({ sub: z.string(), level: z.number(), team: z.string().optional() })
const isAdult: Guard<{ level: number }> = ({ claims }) => claims.level >= 18

const auth = createAuthenticator(policy)
const typed = createAuthenticator({
  ...policy,
  claims: schema,
  check: ({ level }) => level > 1,
  guard: isAdult,
})
const routed = auth.with({ claims: schema })
const numbered = auth.with({ claims: z.object({ sub: z.coerce.number() }) })

const app = fastify()
await app.register(jwtAuth, policy)
await app.register(jwtAuth, { ...policy, claims: schema, prefix: '/v1' })
await app.register(jwtAuth, auth)
await app.register(jwtAuth, typed)
// @ts-expect-error an unknown option
await app.register(jwtAuth, { ...policy, audiences: ['https://api.test'] })
// @ts-expect-error a mapping that goes nowhere
await app.register(jwtAuth, { ...policy, claimMapping: [{ claim: 'sub', to: { cookie: 'user' } }] })
// @ts-expect-error the guard needs a claim that nothing promises
await app.register(jwtAuth, { ...policy, guard: isAdult })
// @ts-expect-error a guard is a function
allow('read')

hasType<Authenticator<JwtClaims>>()(app.jwtAuth)
app.setErrorHandler(problemDetails())
app.addHook('preHandler', allow(requireScope('read')))

app.get('/', (request) => {
  hasType<Auth | undefined>()(request.auth)
  // @ts-expect-error nobody has proven that there is a caller
  return request.auth.claims
})
app.get(
  '/me',
  handler(app.jwtAuth, (request, reply) => {
    hasType<string | undefined>()(request.auth.claims.sub)
    hasType<IncomingMessage>()(request.raw)
    // @ts-expect-error claims are shared between requests, so nobody writes them
    request.auth.claims.sub = 'mallory'
    return reply.code(200).send(request.auth.claims)
  }),
)
app.get(
  '/typed',
  handler(typed, async (request) => {
    hasType<number>()(request.auth.claims.level)
    hasType<string | undefined>()(request.auth.claims.team)
    hasType<JwtClaims>()(request.auth.token.claims)
    // @ts-expect-error a caller is not replaced
    request.auth.claims = { sub: 'mallory', level: 99 }
    // @ts-expect-error the schema has no such claim
    return request.auth.claims.email
  }),
)
app.get(
  '/numbers',
  handler(numbered, (request) => hasType<number>()(request.auth.claims.sub)),
)
app.get<{ Params: { id: string }; Querystring: { page?: string } }>(
  '/users/:id',
  { preHandler: [allow(requireScope('read'))], config: { auth: routed } },
  handler(routed, (request) => {
    hasType<string>()(request.params.id)
    hasType<string | undefined>()(request.query.page)
    hasType<number>()(request.auth.claims.level)
    // @ts-expect-error the path has no such parameter
    return request.params.other
  }),
)
app.route<{ Params: { id: string } }>({
  method: ['GET', 'POST'],
  url: '/teams/:id',
  onRequest: allow(requireScope('read')),
  preValidation: allow(isAdult),
  config: { auth: { optional: true, maxTokenAge: 60 } },
  handler: handler(auth, (request) => request.params.id),
})

const me = handler(auth, (request) => request.auth.claims.sub)
app.get('/again', me)
app.get('/and-again', { preHandler: allow(requireScope('read')) }, me)

// What a route may say of itself.
app.get('/open', { config: { auth: false } }, me)
app.get('/schema', { config: { auth: { claims: schema } } }, me)
app.get('/payments', { config: { auth: auth.with({ preventReplay: true }) } }, me)
// @ts-expect-error a value of another type
app.get('/wrong', { config: { auth: { optional: 'yes' } } }, me)
// @ts-expect-error the guard needs a claim that nothing promises
app.get('/guard', { config: { auth: { guard: isAdult } } }, me)
// @ts-expect-error of a handle, too
app.get('/handle', { config: { auth: auth.with({ guard: isAdult }) } }, me)
// @ts-expect-error `with()` knows the names of the options
app.get('/name', { config: { auth: auth.with({ optinal: true }) } }, me)

/** A plugin of one's own protects its part. */
export const admin: FastifyPluginAsync = async (instance) => {
  await instance.register(jwtAuth, instance.jwtAuth.with({ audience: 'https://admin.test' }))
  instance.get(
    '/admin',
    handler(instance.jwtAuth, ({ auth }) => auth.claims.sub),
  )
}

const overHttp2 = fastify({ http2: true })
await overHttp2.register(jwtAuth, policy)
overHttp2.setErrorHandler(problemDetails())
overHttp2.addHook('preHandler', allow(requireScope('read')))
overHttp2.get('/', { preHandler: allow(requireScope('read')) }, (request) => {
  hasType<Http2ServerRequest>()(request.raw)
  return request.auth?.claims
})

interface AuditLogger extends FastifyBaseLogger {
  audit(line: string): void
}
declare const loggerInstance: AuditLogger
const logged = fastify({ loggerInstance })
await logged.register(jwtAuth, policy)
logged.setErrorHandler(problemDetails())
logged.get('/', { preHandler: allow(requireScope('read')) }, (request) => request.log.audit('read'))

interface ZodTypes extends FastifyTypeProvider {
  readonly validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown
  readonly serializer: this['schema'] extends z.ZodType ? z.input<this['schema']> : unknown
}
const provided = fastify().withTypeProvider<ZodTypes>()
await provided.register(jwtAuth, policy)
provided.setErrorHandler(problemDetails())
provided.post(
  '/',
  { schema: { body: z.object({ amount: z.number() }) }, preHandler: allow(requireScope('pay')) },
  (request) => hasType<number>()(request.body.amount),
)

/** The declaration holds in code of one's own. */
export const subOf = (request: FastifyRequest): string | undefined => request.auth?.claims.sub

declare const endpoint: FetchHandler
await app.register(mount(endpoint), { prefix: '/auth' })
await overHttp2.register(mount(endpoint))
await logged.register(mount(createHealthHandler(app.jwtAuth)))
await provided.register(mount(endpoint))
// @ts-expect-error a handler has paths
mount(async () => new Response())
