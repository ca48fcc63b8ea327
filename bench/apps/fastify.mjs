import fastifyJwt from '@fastify/jwt'
import { jwtAuth } from '@meishi/fastify'
import fastify from 'fastify'
import { createRawCheck } from '../lib/bare.mjs'
import { tokenOf } from './token-of.mjs'

async function listen(protect, settings) {
  const app = fastify()
  await protect?.(app, settings)
  app.get('/', async () => 'ok')
  await app.listen({ port: 0, host: '127.0.0.1' })
  return app.server.address().port
}

function raw(app, settings) {
  const check = createRawCheck(settings)
  app.addHook('onRequest', async (request) => check(tokenOf(request.headers.authorization)))
}

async function meishi(app, { issuer, audience, alg, jwks }) {
  await app.register(jwtAuth, { issuer, audience, algorithms: [alg], keys: { jwks } })
}

const peer =
  (cache) =>
  async (app, { alg, pem, issuer, audience }) => {
    const requiredClaims = ['iss', 'aud', 'exp']
    const verify = { algorithms: [alg], allowedIss: issuer, allowedAud: audience, requiredClaims, cache }
    await app.register(fastifyJwt, { secret: { public: pem }, verify })
    app.addHook('onRequest', (request) => request.jwtVerify())
  }

const app = (protect, more = {}) => ({
  framework: 'Fastify 5',
  listen: (settings) => listen(protect, settings),
  ...more,
})

export const apps = {
  fastify: app(),
  'fastify, raw verify': app(raw, { cached: false }),
  '@meishi/fastify': app(meishi),
  '@fastify/jwt': app(peer(false)),
  '@fastify/jwt, cached': app(peer(100_000), { cached: true }),
}
