import formbody from '@fastify/formbody'
import replyFrom from '@fastify/reply-from'
import type { PluginOptions } from '@meishi/config'
import {
  type ClaimMapping,
  createHealthHandler,
  createJwksHandler,
  type JwkSet,
  type JwtGenerator,
} from '@meishi/core'
import { attachJwt, jwtAuth, mount, problemDetails } from '@meishi/fastify'
import fastify, { type FastifyInstance } from 'fastify'
import { forwardTo } from './forward.js'

/** What a gateway is made of. */
export interface Gateway {
  readonly plugin: PluginOptions
  /** Makes the token that goes on in place of the caller's. */
  readonly generator: JwtGenerator
  /** The public key of these tokens. */
  readonly jwks: JwkSet
  /** The origin of the service behind it. */
  readonly upstream: string
}

/** A gateway that does what a plugin file and a policy file say, in front of a service that knows nothing of callers. */
export async function createApp({ plugin, generator, jwks, upstream }: Gateway): Promise<FastifyInstance> {
  const app = fastify()
  app.setErrorHandler(problemDetails())
  await app.register(replyFrom, { base: upstream })
  await acceptBodies(app)
  await app.register(jwtAuth, { ...plugin, forwardToken: false })
  if (!app.jwtAuth.mappedNames.path.has('account'))
    throw new Error('no claim is mapped to the path: clients could name any account')
  await app.register(mount(createJwksHandler(jwks))) // GET /.well-known/jwks.json
  await app.register(mount(createHealthHandler(app.jwtAuth))) // GET /readyz, /livez
  const preHandler = attachJwt(generator)

  app.all(
    '/accounts/:account/orders',
    { preHandler },
    forwardTo((account) => `/accounts/${account}/orders`),
  )
  app.put(
    '/accounts/:account/photo',
    { config: { auth: { claimMapping: withoutForm(plugin) } }, preHandler },
    forwardTo((account) => `/accounts/${account}/photo`),
  )
  return app
}

/** JSON and forms are parsed, pictures are streamed. All else is refused, for it could be a form in disguise. */
async function acceptBodies(app: FastifyInstance): Promise<void> {
  app.removeContentTypeParser('text/plain')
  await app.register(formbody)
  app.addContentTypeParser(/^image\//, (_request, payload, done) => done(null, payload))
}

/** Where bodies are streamed there is nothing to write a claim into. */
function withoutForm({ claimMapping = [] }: PluginOptions): readonly ClaimMapping[] {
  return claimMapping.filter(({ to }) => !('form' in to))
}
