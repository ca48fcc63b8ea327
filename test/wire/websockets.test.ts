import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { type AuthOptions, createAuthenticator } from '@meishi/core'
import { forgeToken } from '@meishi/core/testing'
import { jwtAuth } from '@meishi/express'
import { jwtAuth as koaAuth } from '@meishi/koa'
import express from 'express5'
import Koa from 'koa3'
import { describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { acceptUpgrades } from './accept-upgrades.js'
import { mint, POLICY } from './issuer.js'
import { type Connected, connect, listening } from './websocket-client.js'

const bearer = (token = mint()) => ({ authorization: `Bearer ${token}` })
const now = (): number => Math.floor(Date.now() / 1000)
const cookie = () => ({ cookie: `session=${mint()}` })

type Ask = (headers?: Readonly<Record<string, string>>, query?: string) => Promise<Connected>

/** A server of upgrades, which greets its clients. */
async function greeting(options: Partial<AuthOptions> = {}, listener?: RequestListener): Promise<Ask> {
  const auth = createAuthenticator({ ...POLICY, ...options } as AuthOptions)
  const server = createServer(listener)
  acceptUpgrades(server, new WebSocketServer({ noServer: true }), auth, (client, caller) =>
    client.send(`Hello ${caller?.claims.sub ?? 'stranger'}`),
  )
  const url = await listening(server)
  return (headers, query = '') => connect(url + query, headers)
}

test('the recipe is the one of docs/websockets.md', () => {
  const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')
  const recipe = read('accept-upgrades.ts').replaceAll('export ', '').trim()
  expect(read('../../docs/websockets.md')).toContain(`\`\`\`ts\n${recipe}\n\`\`\``)
})

describe('an upgrade', () => {
  test('of a caller is let through', async () => {
    const ask = await greeting()
    expect(await ask(bearer())).toMatchObject({ status: 101, text: 'Hello alice' })
  })

  test.each([
    ['a stranger', {}, /^Bearer$/],
    ['a forged token', bearer(forgeToken(mint())), /invalid_token/],
    ['an expired token', bearer(mint({ exp: 1 })), /invalid_token/],
  ])('of %s is refused, as the middleware refuses', async (_name, headers, challenge) => {
    const ask = await greeting()

    const { status, text, headers: answered } = await ask(headers)

    expect(status).toBe(401)
    expect(answered).toMatchObject({
      'www-authenticate': expect.stringMatching(challenge),
      'cache-control': 'no-store',
    })
    expect(JSON.parse(text)).toMatchObject({ status: 401 })
  })

  test('of a stranger is let through where a token is optional, and a bad token is not', async () => {
    const ask = await greeting({ optional: true })

    expect(await ask()).toMatchObject({ status: 101, text: 'Hello stranger' })
    expect(await ask(bearer(forgeToken(mint())))).toMatchObject({ status: 401 })
  })

  test('is answered 503 during an outage, and nobody is let through', async () => {
    const isRevoked = (): never => {
      throw new Error('out of reach')
    }
    const ask = await greeting({ revocation: { isRevoked } })

    expect(await ask(bearer())).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
  })

  test('spends a ticket that stands in the query', async () => {
    const ask = await greeting({ token: { query: 'ticket' }, preventReplay: true, maxTokenAge: 30 })
    const query = `?ticket=${mint({ iat: now() })}`

    expect(await ask({}, query)).toMatchObject({ status: 101, text: 'Hello alice' })
    expect(await ask({}, query)).toMatchObject({ status: 401 })
  })

  test('ends with its token', async () => {
    const ask = await greeting()
    const { status, client } = await ask(bearer(mint({ exp: now() + 1 })))
    expect(status).toBe(101)

    const [code, reason] = await new Promise<[number, string]>((resolve) =>
      client.on('close', (code, reason) => resolve([code, String(reason)])),
    )

    expect([code, reason]).toEqual([4401, 'the token has expired'])
  })

  test.each<[string, Record<string, string>, number]>([
    ['nothing', {}, 403],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://app.test' }, 403],
    ['a site beside', { 'sec-fetch-site': 'same-site' }, 403],
    ['an origin that is not known', { origin: 'https://evil.test' }, 403],
    ['the same origin', { 'sec-fetch-site': 'same-origin' }, 101],
    ['a known origin', { origin: 'https://app.test' }, 101],
  ])('with a cookie, whose browser names %s, is answered %i', async (_name, headers, status) => {
    const ask = await greeting({ token: { cookie: 'session' }, csrf: { origins: ['https://app.test'] } })

    expect(await ask({ ...cookie(), ...headers })).toMatchObject({ status })
  })

  test.each<[string, RequestListener]>([
    ['Express', express().use(jwtAuth(POLICY))],
    ['Koa', new Koa().use(koaAuth(POLICY)).callback()],
  ])('passes by the middleware of %s, and is judged all the same', async (_name, listener) => {
    const ask = await greeting({}, listener)

    expect(await ask(bearer())).toMatchObject({ status: 101, text: 'Hello alice' })
    expect(await ask()).toMatchObject({ status: 401 })
  })
})
