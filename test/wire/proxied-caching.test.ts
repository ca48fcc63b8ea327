import type { IncomingMessage, RequestListener } from 'node:http'
import replyFrom from '@fastify/reply-from'
import { jwtAuth as expressAuth } from '@meishi/express'
import { jwtAuth as fastifyAuth } from '@meishi/fastify'
import { jwtAuth as koaAuth } from '@meishi/koa'
import express from 'express5'
import { createProxyMiddleware as createHpm2 } from 'hpm2'
import { createProxyMiddleware as createHpm3 } from 'hpm3'
import Koa from 'koa3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { addressOf } from './cases/proxies.js'
import { serveFastify } from './fastify-app.js'
import type { Site } from './frameworks/framework.js'
import { listen } from './frameworks/listen.js'
import { mint, POLICY } from './issuer.js'
import { valuesOf } from './raw-http.js'

const policy = { ...POLICY, token: { cookie: 'session' } }

/** A server behind, that believes its answer to be everybody's. */
const upstream: RequestListener = (_req, res) => {
  res
    .writeHead(200, { 'Cache-Control': 'public, max-age=60', Vary: 'Accept', Connection: 'close' })
    .end('mine')
}

/** What a proxy is told to do with the answer of the server behind, or nothing. */
const forbidCaching = ({ headers }: Pick<IncomingMessage, 'headers'>): void => {
  headers['cache-control'] = 'no-store'
}

type Serve = (target: string, isTold: boolean) => Promise<Site>

const PROXIES: Readonly<Record<string, Serve>> = {
  'http-proxy-middleware 2 in Express': (target, isTold) => {
    const proxy = createHpm2({ target, logLevel: 'silent', ...(isTold && { onProxyRes: forbidCaching }) })
    return listen(express().use(expressAuth(policy), proxy as never), onTestFinished)
  },
  'http-proxy-middleware 3 in Express': (target, isTold) => {
    const proxy = createHpm3({ target, on: isTold ? { proxyRes: forbidCaching } : {} })
    return listen(express().use(expressAuth(policy), proxy as never), onTestFinished)
  },
  'http-proxy-middleware 3 in Koa': (target, isTold) => {
    const proxy = createHpm3({ target, on: isTold ? { proxyRes: forbidCaching } : {} })
    const app = new Koa().use(koaAuth(policy)).use((ctx) => {
      ctx.respond = false
      return proxy(ctx.req, ctx.res)
    })
    return listen(app.callback(), onTestFinished)
  },
  '@fastify/reply-from': (target, isTold) =>
    serveFastify(async (app) => {
      await app.register(fastifyAuth, policy)
      await app.register(replyFrom, { base: target, disableRequestLogging: true })
      const rewriteHeaders = (headers: object): object => ({ ...headers, 'cache-control': 'no-store' })
      app.get('/', (_request, reply) => reply.from('/', isTold ? ({ rewriteHeaders } as object) : {}))
    }),
}

describe.each(Object.entries(PROXIES))('%s', (_name, serve) => {
  const ask = async (isTold: boolean): Promise<string[]> => {
    const { port } = await listen(upstream, onTestFinished)
    const site = await serve(addressOf(port), isTold)
    const answer = await site.ask({ target: '/', headers: [`Cookie: session=${mint()}`] })
    expect(answer.body).toContain('mine')
    return valuesOf(answer, 'cache-control')
  }

  test('lets the server behind have the last word on caches', async () => {
    expect(await ask(false)).toEqual(['public, max-age=60'])
  })

  test('says what it is told to say', async () => {
    expect(await ask(true)).toEqual(['no-store'])
  })
})
