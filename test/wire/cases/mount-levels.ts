import type { JwtAuth } from '@meishi/express'
import type { RequestHandler } from 'express5'
import type { App, Express } from '../express-versions.js'

/** One place in an application where the middleware can stand, before a handler below `/teams/:user`. */
export interface MountLevel {
  readonly name: string
  readonly mount: (express: Express, app: App, auth: JwtAuth, handler: RequestHandler) => void
  readonly target: string
}

const TARGET = '/teams/evil/items/7'

export const MOUNT_LEVELS: readonly MountLevel[] = [
  {
    name: 'the app',
    mount: (_express, app, auth, handler) => {
      app.use(auth)
      app.all('/teams/:user/items/:item', handler)
    },
    target: TARGET,
  },
  {
    name: 'a path of the app',
    mount: (_express, app, auth, handler) => {
      app.use('/teams', auth)
      app.all('/teams/:user/items/:item', handler)
    },
    target: TARGET,
  },
  {
    name: 'a path with the parameter',
    mount: (_express, app, auth, handler) => {
      app.use('/teams/:user', auth)
      app.all('/teams/:user/items/:item', handler)
    },
    target: TARGET,
  },
  {
    name: 'the route',
    mount: (_express, app, auth, handler) => app.all('/teams/:user/items/:item', auth, handler),
    target: TARGET,
  },
  {
    name: 'the app, before a router',
    mount: (express, app, auth, handler) => {
      const router = express.Router()
      router.all('/:user/items/:item', handler)
      app.use(auth)
      app.use('/teams', router)
    },
    target: TARGET,
  },
  {
    name: 'a router',
    mount: (express, app, auth, handler) => {
      const router = express.Router()
      router.use(auth)
      router.all('/:user/items/:item', handler)
      app.use('/teams', router)
    },
    target: TARGET,
  },
  {
    name: 'the mount of a router that merges parameters',
    mount: (express, app, auth, handler) => {
      const router = express.Router({ mergeParams: true })
      router.all('/items/:item', handler)
      app.use('/teams/:user', auth, router)
    },
    target: TARGET,
  },
  {
    name: 'a router that merges parameters',
    mount: (express, app, auth, handler) => {
      const router = express.Router({ mergeParams: true })
      router.use(auth)
      router.all('/items/:item', handler)
      app.use('/teams/:user', router)
    },
    target: TARGET,
  },
  {
    name: 'the inner of two routers that merge parameters',
    mount: (express, app, auth, handler) => {
      const outer = express.Router({ mergeParams: true })
      const inner = express.Router({ mergeParams: true })
      inner.all('/:item', auth, handler)
      outer.use('/items', inner)
      app.use('/teams/:user', outer)
    },
    target: TARGET,
  },
  {
    name: 'an app inside the app',
    mount: (express, app, auth, handler) => {
      const inner = express()
      inner.use(auth)
      inner.all('/:user/items/:item', handler)
      app.use('/teams', inner)
    },
    target: TARGET,
  },
]
