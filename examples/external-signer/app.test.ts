import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from './app.js'
import { type KeyHolder, startKeyHolder } from './key-holder.js'

let holder: KeyHolder
let server: Server
let origin: string
beforeAll(async () => {
  holder = await startKeyHolder()
  const app = await createApp('http://localhost:3000', holder.signer)
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await holder.stop()
})

const post = async (): Promise<{ status: number; access_token: string }> => {
  const response = await fetch(`${origin}/token`, { method: 'POST' })
  return { status: response.status, ...((await response.json()) as { access_token: string }) }
}

test('a token that another process signed is good here, and to whoever reads the published key', async () => {
  const { access_token } = await post()
  const me = await fetch(`${origin}/me`, { headers: { authorization: `Bearer ${access_token}` } })
  expect(await me.json()).toEqual({ subject: 'alice' })
  const keys = createRemoteJWKSet(new URL(`${origin}/.well-known/jwks.json`))
  const { protectedHeader } = await jwtVerify(access_token, keys)
  expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: 'holder-1' })
})

test('many at a time each get their own signature', async () => {
  const tokens = await Promise.all(Array.from({ length: 50 }, post))
  const answers = await Promise.all(
    tokens.map(({ access_token }) =>
      fetch(`${origin}/me`, { headers: { authorization: `Bearer ${access_token}` } }),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 200))
})

test('without its key the service is unavailable, and no more', async () => {
  const { access_token } = await post()
  await holder.stop()
  expect((await post()).status).toBe(503)
  const me = await fetch(`${origin}/me`, { headers: { authorization: `Bearer ${access_token}` } })
  expect(me.status).toBe(200)
})
