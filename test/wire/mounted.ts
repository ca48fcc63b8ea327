import type { AuthOptions, FetchHandler } from '@meishi/core'
import * as express from '@meishi/express'
import * as fastify from '@meishi/fastify'
import * as koa from '@meishi/koa'
import express4 from 'express4'
import express5, { type ErrorRequestHandler } from 'express5'
import bodyParser from 'koa-bodyparser'
import koa2 from 'koa2'
import koa3 from 'koa3'
import { onTestFinished } from 'vitest'
import { serveFastify } from './fastify-app.js'
import type { Site } from './frameworks/framework.js'
import { OWN_ANSWER, statusOf } from './frameworks/handlers.js'
import { listen } from './frameworks/listen.js'

/** An application that serves a fetch handler. Whatever it does not serve is answered with 404 and `went on`. */
export interface Mounting {
  readonly handler: FetchHandler
  /** @default at the root */
  readonly prefix?: string
  /** Whether parsers for JSON, forms and text stand in front. @default false */
  readonly parses?: boolean
  /** Whether the application trusts one proxy in front of it. @default false */
  readonly trustsProxy?: boolean
  /** A policy around it, in front of which Express and Koa mount. @default none */
  readonly auth?: AuthOptions
  /** What the application itself puts into every answer. @default nothing */
  readonly headers?: Readonly<Record<string, string>>
}

/** One major version of one framework. */
export interface MountingFramework {
  readonly name: string
  readonly serve: (mounting: Mounting) => Promise<Site>
}

type ExpressModule = typeof express5

const answerError: ErrorRequestHandler = (error, _req, res, _next) =>
  void res.status(statusOf(error)).json(OWN_ANSWER)

const expressVersion = (name: string, module: ExpressModule): MountingFramework => ({
  name,
  async serve({ handler, prefix = '/', parses, trustsProxy, auth, headers = {} }) {
    const app = module().set('trust proxy', trustsProxy ? 1 : false)
    app.use((_req, res, next) => {
      res.set(headers)
      next()
    })
    if (parses) app.use(module.json({ limit: '1mb' }), module.urlencoded({ extended: true }), module.text())
    app.use(prefix, express.mount(handler))
    if (auth !== undefined) app.use(express.jwtAuth(auth))
    app.use((_req, res) => void res.status(404).send('went on'))
    app.use(answerError)
    return listen(app, onTestFinished)
  },
})

const koaVersion = (name: string, Koa: typeof koa3): MountingFramework => ({
  name,
  async serve({ handler, prefix, parses, trustsProxy = false, auth, headers = {} }) {
    const app = new Koa({ proxy: trustsProxy })
    app.silent = true
    app.use(async (ctx, next) => {
      ctx.set({ ...headers })
      await next().catch((error: unknown) => {
        ctx.status = statusOf(error)
        ctx.body = OWN_ANSWER
      })
    })
    if (parses) app.use(bodyParser({ enableTypes: ['json', 'form', 'text'], jsonLimit: '1mb' }))
    app.use(koa.mount(handler, prefix))
    if (auth !== undefined) app.use(koa.jwtAuth(auth))
    app.use((ctx) => {
      ctx.status = 404
      ctx.body = 'went on'
    })
    return listen(app.callback(), onTestFinished)
  },
})

const fastify5: MountingFramework = {
  name: 'Fastify 5',
  serve: ({ handler, prefix = '', trustsProxy = false, auth, headers = {} }) =>
    serveFastify(
      async (app) => {
        app.addHook('onRequest', async (_request, reply) => void reply.headers(headers))
        app.setErrorHandler((error, _request, reply) => reply.code(statusOf(error)).send(OWN_ANSWER))
        app.setNotFoundHandler((_request, reply) => reply.code(404).send('went on'))
        if (auth !== undefined) await app.register(fastify.jwtAuth, auth)
        await app.register(fastify.mount(handler), { prefix })
      },
      { trustProxy: trustsProxy },
    ),
}

/** Every framework and major version that has a `mount`. Fastify's parsers make no difference, so it has its own. */
export const MOUNTING_FRAMEWORKS: readonly MountingFramework[] = [
  expressVersion('Express 4', express4 as unknown as ExpressModule),
  expressVersion('Express 5', express5),
  koaVersion('Koa 2', koa2),
  koaVersion('Koa 3', koa3),
  fastify5,
]
