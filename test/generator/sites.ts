import type { IncomingMessage } from 'node:http'
import type { AuthOptions, JwtGenerator } from '@meishi/core'
import * as onExpress from '@meishi/express'
import * as onFastify from '@meishi/fastify'
import * as onKoa from '@meishi/koa'
import express4 from 'express4'
import express5 from 'express5'
import fastify from 'fastify'
import koa2 from 'koa2'
import koa3 from 'koa3'
import { onTestFinished } from 'vitest'
import type { Site } from '../wire/frameworks/framework.js'
import { listen, siteAt } from '../wire/frameworks/listen.js'

/** What a backend behind the middleware would get. */
export interface Arrived {
  readonly authorization: string | undefined
  /** The same, from the lines that a proxy would send on. */
  readonly lines: readonly string[]
  readonly distinct: readonly string[] | undefined
  readonly generated: Readonly<Record<string, string>>
}

/** A service with `jwtAuth`, then `attachJwt`, then a handler that answers what arrived. Errors go the framework's own way. */
export type Serve = (auth: AuthOptions, generator: JwtGenerator) => Promise<Site>

function arrived(message: IncomingMessage, generated: Readonly<Record<string, string>> | undefined): Arrived {
  const { headers, rawHeaders, headersDistinct } = message
  const lines = rawHeaders.filter(
    (_, at) => rawHeaders[at - 1]?.toLowerCase() === 'authorization' && at % 2 === 1,
  )
  return {
    authorization: headers.authorization,
    lines,
    distinct: headersDistinct.authorization,
    generated: { ...generated },
  }
}

const variables = ({ headers }: { headers: unknown }) => ({
  'iss.claim': 'https://gateway.test',
  seen: headers,
})

const onExpressOf =
  (express: typeof express5): Serve =>
  (auth, generator) => {
    const app = express()
    app.set('env', 'test')
    app.use(onExpress.jwtAuth(auth), onExpress.attachJwt(generator, variables))
    app.use((req, res) => void res.json(arrived(req, req.generated)))
    return listen(app, onTestFinished)
  }

const onKoaOf =
  (Koa: typeof koa3): Serve =>
  (auth, generator) => {
    const app = new Koa()
    app.silent = true
    app.use(onKoa.jwtAuth(auth)).use(onKoa.attachJwt(generator, variables))
    app.use((ctx) => {
      ctx.body = arrived(ctx.req, ctx.state.generated)
    })
    return listen(app.callback(), onTestFinished)
  }

const onFastify5: Serve = async (auth, generator) => {
  const app = fastify()
  onTestFinished(() => app.close())
  await app.register(onFastify.jwtAuth, auth)
  app.addHook('preHandler', onFastify.attachJwt(generator, variables))
  app.all('/', async (request) => arrived(request.raw, request.generated))
  await app.listen({ port: 0, host: '127.0.0.1' })
  return siteAt(app.server)
}

export const SITES: readonly (readonly [name: string, serve: Serve])[] = [
  ['Express 4', onExpressOf(express4 as unknown as typeof express5)],
  ['Express 5', onExpressOf(express5)],
  ['Koa 2', onKoaOf(koa2 as unknown as typeof koa3)],
  ['Koa 3', onKoaOf(koa3)],
  ['Fastify 5', onFastify5],
]
