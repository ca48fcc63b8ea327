// The applications: the same route that answers `ok`, bare and behind each middleware.
import * as express from './express.mjs'
import * as fastify from './fastify.mjs'
import * as hono from './hono.mjs'
import * as koa from './koa.mjs'

/** By name: who listens, and on which framework. `cached`: only where tokens come again, or only where none does. */
export const APPS = { ...express.apps, ...koa.apps, ...fastify.apps, ...hono.apps }

/** The applications of one framework, the unprotected one first. */
export function appsOf(framework, { cached }) {
  return Object.entries(APPS).filter(
    ([, app]) => app.framework === framework && (app.cached === undefined || app.cached === cached),
  )
}
