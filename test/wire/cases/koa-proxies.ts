import type { IncomingMessage, ServerResponse } from 'node:http'
import { jwtAuth } from '@meishi/koa'
import { createProxyMiddleware as createHpm2 } from 'hpm2'
import { createProxyMiddleware as createHpm3 } from 'hpm3'
import mount from 'koa-mount'
import type { KoaModule } from '../frameworks/koa.js'
import { listen } from '../frameworks/listen.js'
import { addressOf, forward, type ProxyCase } from './proxies.js'

type Forward = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => unknown

/** Each takes path and query from `url`: Koa leaves no `originalUrl` on Node's message. */
const PROXIES: Readonly<Record<string, (port: number) => Forward>> = {
  'http-proxy-middleware 2': (port) =>
    createHpm2({ target: addressOf(port), logLevel: 'silent' }) as unknown as Forward,
  'http-proxy-middleware 3': (port) => createHpm3({ target: addressOf(port) }) as unknown as Forward,
  'a proxy that forwards rawHeaders': (port) => (req, res) => forward(req, res, port),
}

/** Every proxy in an application of one version, on Node's request and response. */
export const koaProxies = (KoaApp: KoaModule): readonly ProxyCase[] =>
  Object.entries(PROXIES).map(([name, create]) => ({
    name,
    path: '/path',
    serve: (auth, isExempt, upstreamPort, until) => {
      const own = isExempt ? auth.with({ token: null, optional: true, guard: null }) : auth
      const proxy = create(upstreamPort)
      const inner = new KoaApp().use(jwtAuth(own)).use((ctx) => {
        ctx.respond = false
        return new Promise<void>((resolve, reject) => {
          ctx.res.on('close', resolve)
          Promise.resolve(proxy(ctx.req, ctx.res, reject)).catch(reject)
        })
      })
      return listen(new KoaApp().use(mount('/up', inner)).callback(), until)
    },
  }))
