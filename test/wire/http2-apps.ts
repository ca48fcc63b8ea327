import type { AddressInfo } from 'node:net'
import formbody from '@fastify/formbody'
import type { AuthOptions } from '@meishi/core'
import { jwtAuth as fastifyAuth } from '@meishi/fastify'
import { jwtAuth as koaAuth } from '@meishi/koa'
import fastify from 'fastify'
import bodyParser from 'koa-bodyparser'
import koa2 from 'koa2'
import koa3 from 'koa3'
import { onTestFinished } from 'vitest'
import type { KoaModule } from './frameworks/koa.js'
import { type AskOverHttp2, clientOf, listenHttp2 } from './http2-site.js'
import { POLICY } from './issuer.js'

/** What a handler over HTTP/2 reads of its request. */
export interface Seen {
  readonly sub: string | null
  readonly headers: Readonly<Record<string, string>>
  readonly rawHeaders: readonly string[]
  readonly urls: readonly string[]
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
}

/** An application that answers with {@link Seen}. */
type Serve = (options: Partial<AuthOptions>) => Promise<AskOverHttp2>

const withKoa =
  (KoaApp: KoaModule): Serve =>
  async (options) => {
    const app = new KoaApp()
    app.silent = true
    app.use(bodyParser()).use(koaAuth({ ...POLICY, ...options }))
    app.use(({ req, request, url, originalUrl, query, href, state }) => {
      const { headers, rawHeaders } = req
      const urls = [url, originalUrl, req.url, new URL(href).pathname + new URL(href).search]
      const seen = { sub: state.auth?.claims.sub ?? null, headers, rawHeaders, urls, query }
      request.ctx.body = { ...seen, body: Reflect.get(request, 'body') }
    })
    return clientOf(await listenHttp2(app.callback() as never))
  }

const withFastify: Serve = async (options) => {
  const app = fastify({ http2: true })
  onTestFinished(() => app.close())
  await app.register(formbody)
  await app.register(fastifyAuth, { ...POLICY, ...options } as AuthOptions)
  app.all('/*', async ({ raw, url, originalUrl, headers, query, body, auth }) => {
    const urls = [url, originalUrl, raw.url]
    const seen = { sub: auth?.claims.sub ?? null, headers, rawHeaders: raw.rawHeaders, urls, query }
    return { ...seen, body: body ?? {} }
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return clientOf((app.server.address() as AddressInfo).port)
}

/** The parsers of Koa leave a body alone whose length nobody said. Then nobody has parsed it, and that is a mistake. */
export const SERVED_OVER_HTTP2: readonly (readonly [name: string, serve: Serve, unsaid: number])[] = [
  ['Koa 2', withKoa(koa2), 500],
  ['Koa 3', withKoa(koa3), 500],
  ['Fastify 5', withFastify, 200],
]
