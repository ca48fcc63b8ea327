import { createAuthenticator } from '@meishi/core'
import { jwtAuth as expressAuth } from '@meishi/express'
import { jwtAuth as fastifyAuth } from '@meishi/fastify'
import { jwtAuth as koaAuth } from '@meishi/koa'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { POLICY } from './issuer.js'

test.each([
  ['Express', expressAuth],
  ['Koa', koaAuth],
])('middleware for %s has the functions of its handle', (_name, jwtAuth) => {
  const handle = createAuthenticator(POLICY)
  const { ready, status, keys, replace, close } = handle

  expect({ ...jwtAuth(handle) }).toMatchObject({ ready, status, keys, replace, close })
})

test('an application of Fastify has the handle that stands nearest above', async () => {
  const [outer, inner] = [createAuthenticator(POLICY), createAuthenticator(POLICY)]
  const app = fastify()
  await app.register(fastifyAuth, outer)
  await app.register(async (scope) => {
    await scope.register(fastifyAuth, inner)
    expect(scope.jwtAuth).toBe(inner)
  })

  expect(app.jwtAuth).toBe(outer)
})
