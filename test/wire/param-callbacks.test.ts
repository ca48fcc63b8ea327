import Router from '@koa/router'
import { jwtAuth as expressAuth } from '@meishi/express'
import { jwtAuth as koaAuth } from '@meishi/koa'
import express4 from 'express4'
import express5 from 'express5'
import koa2 from 'koa2'
import koa3 from 'koa3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Caller, callerNamed, handleOf } from './callers.js'
import type { ExpressModule } from './frameworks/express.js'
import type { Site } from './frameworks/framework.js'
import type { KoaModule } from './frameworks/koa.js'
import { listen } from './frameworks/listen.js'

const toPath = [{ claim: 'sub', to: { path: 'user' } }]

/** An application whose callback for the parameter is told of, behind a middleware of the app or of the router. */
type Serve = (level: 'app' | 'router', caller: Caller, met: (value: unknown) => void) => Promise<Site>

const withExpress =
  (express: ExpressModule): Serve =>
  (level, caller, met) => {
    const app = express()
    const router = express.Router()
    const holder = level === 'app' ? app : router
    app.use(expressAuth(handleOf(caller, toPath)))
    holder.param('user', (_req, _res, next, value) => {
      met(value)
      next()
    })
    holder.all('/teams/:user', (_req, res) => void res.send('reached'))
    app.use(router)
    return listen(app, onTestFinished)
  }

const withKoa =
  (KoaApp: KoaModule): Serve =>
  (level, caller, met) => {
    const app = new KoaApp()
    const router = new Router()
    const auth = koaAuth(handleOf(caller, toPath))
    if (level === 'app') app.use(auth)
    else router.use(auth as never)
    router.param('user', (value, _ctx, next) => {
      met(value)
      return next()
    })
    router.all('/teams/:user', (ctx) => {
      ctx.body = 'reached'
    })
    app.use(router.routes() as never)
    return listen(app.callback(), onTestFinished)
  }

const SERVED: readonly (readonly [name: string, serve: Serve, anonymously: readonly unknown[]])[] = [
  ['Express 4', withExpress(express4 as unknown as ExpressModule), []],
  ['Express 5', withExpress(express5), []],
  ['Koa 2', withKoa(koa2), [undefined]],
  ['Koa 3', withKoa(koa3), [undefined]],
]

describe.each(SERVED)('%s', (_name, serve, anonymously) => {
  describe.each(['app', 'router'] as const)('a callback for the parameter at the %s', (level) => {
    const valuesMet = async (caller: Caller): Promise<unknown[]> => {
      const values: unknown[] = []
      const { ask } = await serve(level, caller, (value) => values.push(value))
      const answer = await ask({ target: '/teams/evil', headers: caller.headers() })
      expect(answer.body).toBe('reached')
      return values
    }

    test('meets the claim', async () => {
      expect(await valuesMet(callerNamed('an authenticated caller'))).toEqual(['alice'])
    })

    test('does not meet what the client wrote', async () => {
      expect(await valuesMet(callerNamed('an anonymous caller'))).toEqual(anonymously)
    })
  })
})
