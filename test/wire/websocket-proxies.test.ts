import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { createAuthenticator } from '@meishi/core'
import { type HeaderTaker, protect } from '@meishi/core/adapter'
import { createProxyMiddleware } from 'hpm3'
import { expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { failed, refuse } from './accept-upgrades.js'
import { mint, POLICY } from './issuer.js'
import { connect, listening } from './websocket-client.js'

test('a proxy forwards the mapped header and none of the client’s own', async () => {
  const upstream = createServer()
  new WebSocketServer({ server: upstream }).on('connection', (client, { headers, rawHeaders }) =>
    client.send(JSON.stringify({ user: headers['x-user-id'], rawHeaders })),
  )
  const target = (await listening(upstream)).replace('ws:', 'http:')
  const claimMapping = [{ claim: 'sub', to: { header: 'X-User-Id' } }]
  const gateway = createAuthenticator({ ...POLICY, claimMapping })
  const proxy = createProxyMiddleware({ target })
  const noAnswer: HeaderTaker = { headersSent: true, getHeader: () => undefined, setHeader: () => {} }
  const server = createServer().on('upgrade', async (request, socket, head) => {
    const surface = { message: request, originals: [], params: [], bodies: [{}], cookies: [] } as const
    const outcome = await protect(gateway, surface, request, noAnswer).catch(failed)
    if (outcome.status === 'refused') refuse(socket, outcome.error)
    else proxy.upgrade(request, socket as Socket, head)
  })
  const url = await listening(server)

  const forged = { 'X-User-Id': 'evil', x_user_id: 'evil' }
  const { text } = await connect(url, { ...forged, authorization: `Bearer ${mint()}` })

  expect(JSON.parse(text)).toMatchObject({ user: 'alice' })
  expect(text).not.toContain('evil')
  expect(await connect(url, forged)).toMatchObject({ status: 401 })
})
