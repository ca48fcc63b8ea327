import { jwtAuth } from '@meishi/express'
import type { RequestHandler } from 'express5'
import { createProxyMiddleware as createHpm2 } from 'hpm2'
import { createProxyMiddleware as createHpm3 } from 'hpm3'
import type { ExpressModule } from '../frameworks/express.js'
import { listen } from '../frameworks/listen.js'
import { addressOf, forward, type ProxyCase } from './proxies.js'

interface ExpressProxy {
  readonly name: string
  readonly create: (upstreamPort: number) => RequestHandler
  /** Takes path and query from `originalUrl`, the mount path included; the others from `url`. */
  readonly path: string
}

const PROXIES: readonly ExpressProxy[] = [
  {
    name: 'http-proxy-middleware 2',
    create: (port) =>
      createHpm2({ target: addressOf(port), logLevel: 'silent' }) as unknown as RequestHandler,
    path: '/up/path',
  },
  {
    name: 'http-proxy-middleware 3',
    create: (port) => createHpm3({ target: addressOf(port) }) as unknown as RequestHandler,
    path: '/path',
  },
  {
    name: 'a proxy that forwards rawHeaders',
    create: (port) => (req, res) => forward(req, res, port),
    path: '/path',
  },
]

/** Every proxy in an application of one version. */
export const expressProxies = (express: ExpressModule): readonly ProxyCase[] =>
  PROXIES.map(({ name, create, path }) => ({
    name,
    path,
    serve: (auth, isExempt, upstreamPort, until) => {
      const own = isExempt ? auth.with({ token: null, optional: true, guard: null }) : auth
      const app = express()
      app.use('/up', jwtAuth(own), create(upstreamPort))
      return listen(app, until)
    },
  }))
