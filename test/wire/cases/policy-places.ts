import { type AuthOptions, createAuthenticator, requireScope } from '@meishi/core'
import type { AnyAuthenticator } from '@meishi/core/adapter'
import type { Route } from '../frameworks/framework.js'
import { echo } from '../frameworks/handlers.js'

/** What a row's policy is made of. */
export interface PolicyParts {
  /** Whom it trusts. */
  readonly root: AuthOptions
  /** How requests are read and answered. */
  readonly face: Pick<AuthOptions, 'token' | 'csrf' | 'optional' | 'errorProfile'>
  /** Everything else. */
  readonly rules: Partial<AuthOptions>
}

/** Where in an application a policy stands. What it comes to on a route is the same at every place. */
export interface PolicyPlace {
  readonly name: string
  readonly application: (parts: PolicyParts) => { readonly app: AnyAuthenticator; readonly routes: Route[] }
  /** The policy of the app lets callers pass whom this one refuses. */
  readonly isBehindAnother?: true
}

const ADMIN = requireScope('admin')

/** The targets of the rows, all behind the same. */
const routes = (mount: Pick<Route, 'auth' | 'instead'>, typedBy: AnyAuthenticator): Route[] => [
  { path: '/target', handler: echo, ...mount },
  { path: '/allowed', handler: echo, guards: [ADMIN], ...mount },
  { path: '/typed', handler: echo, typedBy, ...mount },
]

export const AT_THE_APP: PolicyPlace = {
  name: 'at the app',
  application({ root, face, rules }) {
    const app = createAuthenticator({ ...root, ...rules, ...face })
    return { app, routes: routes({}, app) }
  },
}

export const POLICY_PLACES: readonly PolicyPlace[] = [
  AT_THE_APP,
  {
    name: 'at the route, in place of another',
    application({ root, face, rules }) {
      const app = createAuthenticator(root)
      return { app, routes: routes({ instead: { ...rules, ...face } }, app) }
    },
  },
  {
    name: 'at the route, behind a looser one',
    isBehindAnother: true,
    application({ root, face, rules }) {
      const app = createAuthenticator({ ...root, ...face, csrf: null })
      const inner = app.with({ ...rules, ...face })
      return { app, routes: routes({ auth: [inner] }, inner) }
    },
  },
  {
    name: 'at both',
    application({ root, face, rules }) {
      const app = createAuthenticator({ ...root, ...rules, ...face })
      const inner = app.with({})
      return { app, routes: routes({ auth: [inner] }, inner) }
    },
  },
]
