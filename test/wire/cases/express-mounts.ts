import { type JwtAuth, jwtAuth } from '@meishi/express'
import type { ErrorRequestHandler, Request, RequestHandler } from 'express5'
import { onTestFinished } from 'vitest'
import { handleOf } from '../callers.js'
import type { ExpressModule } from '../frameworks/express.js'
import { listen } from '../frameworks/listen.js'
import type { MountLevel, Placed } from './mount-levels.js'

type App = ReturnType<ExpressModule>
type Mount = (express: ExpressModule, app: App, auth: JwtAuth, handler: RequestHandler) => void

const PATH = '/teams/:user/items/:item'

const MOUNTS: Readonly<Record<string, Mount>> = {
  'the app': (_express, app, auth, handler) => {
    app.use(auth)
    app.all(PATH, handler)
  },
  'a path of the app': (_express, app, auth, handler) => {
    app.use('/teams', auth)
    app.all(PATH, handler)
  },
  'a path with the parameter': (_express, app, auth, handler) => {
    app.use('/teams/:user', auth)
    app.all(PATH, handler)
  },
  'the route': (_express, app, auth, handler) => app.all(PATH, auth, handler),
  'the app, before a router': (express, app, auth, handler) => {
    const router = express.Router()
    router.all('/:user/items/:item', handler)
    app.use(auth)
    app.use('/teams', router)
  },
  'a router': (express, app, auth, handler) => {
    const router = express.Router()
    router.use(auth)
    router.all('/:user/items/:item', handler)
    app.use('/teams', router)
  },
  'the mount of a router that merges parameters': (express, app, auth, handler) => {
    const router = express.Router({ mergeParams: true })
    router.all('/items/:item', handler)
    app.use('/teams/:user', auth, router)
  },
  'a router that merges parameters': (express, app, auth, handler) => {
    const router = express.Router({ mergeParams: true })
    router.use(auth)
    router.all('/items/:item', handler)
    app.use('/teams/:user', router)
  },
  'the inner of two routers that merge parameters': (express, app, auth, handler) => {
    const outer = express.Router({ mergeParams: true })
    const inner = express.Router({ mergeParams: true })
    inner.all('/:item', auth, handler)
    outer.use('/items', inner)
    app.use('/teams/:user', outer)
  },
  'an app inside the app': (express, app, auth, handler) => {
    const inner = express()
    inner.use(auth)
    inner.all('/:user/items/:item', handler)
    app.use('/teams', inner)
  },
}

const placedOf = ({ url, originalUrl, query, params }: Request): Placed => ({
  url,
  originalUrl,
  query: { ...query },
  params: { ...(params as Placed['params']) },
})

const handler: RequestHandler = (req, res) => void res.json(placedOf(req))
const refused: ErrorRequestHandler = (_error, req, res, _next) => void res.json(placedOf(req))

/** Every place in an application of one version. */
export const expressMounts = (express: ExpressModule): readonly MountLevel[] =>
  Object.entries(MOUNTS).map(([name, mount]) => ({
    name,
    serve: (caller, claimMapping) => {
      const app = express()
      mount(express, app, jwtAuth(handleOf(caller, claimMapping)), handler)
      app.use(refused)
      return listen(app, onTestFinished)
    },
  }))
