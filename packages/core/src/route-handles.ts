import { settle } from './awaitable.js'
import { type AnyAuthenticator, isAuthenticator } from './controls.js'
import { strip } from './edit-request.js'
import { ConfigurationError } from './errors/configuration-error.js'
import { MisconfiguredError } from './errors/misconfigured-error.js'
import type { AuthOverrides } from './options/auth-options.js'
import { withPrintableCode } from './problem-details.js'
import { enforce, type Visit } from './protect.js'

/** What a route says of itself: what it changes, a handle of its own, or `false`: it is open to everybody. */
export type RouteAuth = AuthOverrides | AnyAuthenticator | false

/** A request whose route is known, and what that says of itself. */
export interface RoutedVisit extends Visit {
  readonly routeAuth: RouteAuth | undefined
}

/** Called once, with what went wrong, if anything did. */
type Done = (error?: Error) => void

/** The handles of all routes, for a framework where one hook serves them all. */
export interface RouteHandles {
  /**
   * To be called when a route is declared, so that a mistake stops the start and not a request.
   *
   * @param route - its name, for the message
   * @throws ConfigurationError naming the route and the option
   */
  declare(route: string, auth: RouteAuth | undefined): void
  /**
   * The handle that decides for a route: the application's where it says nothing.
   *
   * @throws MisconfiguredError where its overrides were not declared
   */
  handleOf(auth: RouteAuth | undefined): AnyAuthenticator
  /**
   * Strips, and asks the handle of a route, unless it needs the body: that one waits for {@link RouteHandles.late}.
   *
   * @param done - called when the request may go on, or with what `enforce` and `handleOf` throw, a refusal with its
   *   printable code
   */
  early(visit: RoutedVisit, done: Done): void
  /**
   * Where a handle has waited for the body of this message, asks it; else goes on at once, without a promise.
   *
   * @param done - called when the request may go on, or with what `enforce` throws, a refusal with its printable code
   */
  late(message: object, visit: () => Visit, done: Done): void
}

/** Binds an application's handle, over which the overrides of its routes are laid. */
export function createRouteHandles(own: AnyAuthenticator): RouteHandles {
  const open = own.with({ token: null, optional: true, guard: null })
  const overridden = new WeakMap<object, AnyAuthenticator>()
  const waiting = new WeakMap<object, AnyAuthenticator>()
  const routes: RouteHandles = {
    declare(route, auth) {
      if (auth === undefined || auth === false || isAuthenticator(auth)) return
      try {
        overridden.set(auth, own.with(auth))
      } catch (error) {
        throw new ConfigurationError(`config.auth of ${route}`, (error as Error).message, { cause: error })
      }
    },
    handleOf(auth) {
      if (auth === undefined) return own
      if (auth === false) return open
      const handle = isAuthenticator(auth) ? auth : overridden.get(auth)
      if (handle !== undefined) return handle
      const problem = 'the route was declared before the plugin had loaded: await the plugin first'
      throw new MisconfiguredError(new ConfigurationError('config.auth', problem))
    },
    early(visit, done) {
      settle(() => {
        strip(visit.surface, own.mappedNames)
        const handle = routes.handleOf(visit.routeAuth)
        if (!handle.readsBody) return enforce(handle, visit)
        waiting.set(visit.surface.message, handle)
        return undefined
      }, printable(done))
    },
    late(message, visit, done) {
      const handle = waiting.get(message)
      if (handle === undefined) done()
      else settle(() => enforce(handle, visit()), printable(done))
    },
  }
  return routes
}

const printable =
  (done: Done) =>
  (error?: unknown): void =>
    done(withPrintableCode(error) as Error | undefined)
