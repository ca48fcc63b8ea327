import express4 from 'express4'
import express5 from 'express5'
import koa2 from 'koa2'
import koa3 from 'koa3'
import { type ExpressModule, expressVersion } from './frameworks/express.js'
import { fastify5 } from './frameworks/fastify.js'
import type { Framework } from './frameworks/framework.js'
import { koaVersion } from './frameworks/koa.js'

/** Every framework and major version that there is an adapter for. */
export const FRAMEWORKS: readonly Framework[] = [
  expressVersion('Express 4', express4 as unknown as ExpressModule),
  expressVersion('Express 5', express5),
  koaVersion('Koa 2', koa2),
  koaVersion('Koa 3', koa3),
  fastify5,
]
