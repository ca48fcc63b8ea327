import { createRequire } from 'node:module'
import { jwtAuth } from '@meishi/fastify'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { serveFastify } from './fastify-app.js'
import { mint, POLICY } from './issuer.js'
import { connect } from './websocket-client.js'

// Without its types, which change those of Fastify for the whole program.
const require = createRequire(import.meta.url)
const websocket = require('@fastify/websocket') as FastifyPluginAsync

test('the hooks run for the routes of @fastify/websocket', async () => {
  const greet = (client: WebSocket, { auth }: FastifyRequest): void =>
    client.send(`Hello ${auth?.claims.sub}`)
  const { port } = await serveFastify(async (app) => {
    await app.register(websocket)
    await app.register(jwtAuth, POLICY)
    app.get('/', { websocket: true } as object, greet as never)
  })
  const url = `ws://127.0.0.1:${port}/`

  expect(await connect(url, { authorization: `Bearer ${mint()}` })).toMatchObject({ text: 'Hello alice' })
  expect(await connect(url)).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } })
})
