import type { Auth, AuthOptions, Guard } from '@meishi/core'
import type { AnyAuthenticator, RouteAuth } from '@meishi/core/adapter'
import type { Express, RequestHandler } from 'express5'
import type { FastifyInstance, RouteHandlerMethod } from 'fastify'
import type Koa from 'koa'
import type { RawAnswer, RawRequest } from '../raw-http.js'
import type { Echo } from './echo.js'

/** Options of a middleware, or a handle. */
export type Protection = AuthOptions | AnyAuthenticator

/** What a handler sees of its request, and the caller. Text is answered as it is, all else as JSON. */
export type Handler = (seen: Echo & { readonly auth: Auth | undefined }) => unknown

/** A handler in the words of its framework, where the neutral one does not do. */
export interface NativeHandler {
  readonly express: RequestHandler
  readonly koa: Koa.Middleware
  readonly fastify: RouteHandlerMethod
}

export interface Route {
  /** With parameters as `:name`. Every method is answered. */
  readonly path: string
  /**
   * What decides in place of the application's policy. A route before the blanket in Express and Koa,
   * `config.auth` in Fastify; `false`: open to everybody.
   */
  readonly instead?: RouteAuth
  /** Policies behind the application's, outermost first. Nested registers of the plugin in Fastify. */
  readonly auth?: readonly Protection[]
  /** Guards that stand alone, behind all policies. */
  readonly guards?: readonly Guard<never>[]
  /** The handle to which the route's typed handler belongs. By default the handler is not typed. */
  readonly typedBy?: AnyAuthenticator
  /** @default answers `reached` */
  readonly handler?: Handler | NativeHandler
}

export type BodyType = 'urlencoded' | 'json'

/** What turns errors into answers. */
export type ErrorHandling =
  /** The framework. */
  | 'default'
  /** A handler of the application that knows the status and forgets everything else. */
  | 'own'
  /** `problemDetails()` of the adapter. */
  | 'problem'
  /** A handler that answers 200 with what it sees of the request. */
  | 'echo'

export interface Application {
  /** The policy of the whole application. */
  readonly app?: Protection
  readonly routes: readonly Route[]
  /** Types of bodies that are parsed. Bodies of all others stay unread. @default none */
  readonly parses?: readonly BodyType[]
  /** Whether parsers stand before every middleware or right before the handler. In Fastify that is not for us to say. @default 'before' */
  readonly parsers?: 'before' | 'behind'
  /** @default 'own' */
  readonly errors?: ErrorHandling
  /** How much the framework tells of errors, where it knows a difference. @default 'production' */
  readonly env?: 'development' | 'production'
  /** Called with the framework's own application before anything is mounted. */
  readonly prepare?: {
    readonly express?: (app: Express) => unknown
    readonly koa?: (app: Koa) => unknown
    readonly fastify?: (app: FastifyInstance) => unknown
  }
}

/** An application that listens. */
export interface Site {
  readonly port: number
  /** Sends a request over a socket of its own. */
  readonly ask: (request: RawRequest) => Promise<RawAnswer>
  /** What the framework wrote into its log, where that is not the console. */
  readonly logged: () => string
}

/** Registers what ends an application. */
export type Until = (close: () => Promise<void>) => void

/** One major version of one framework. */
export interface Framework {
  readonly name: string
  readonly kind: 'express' | 'koa' | 'fastify'
  /** Listens on loopback. @default until the test has finished */
  readonly serve: (application: Application, until?: Until) => Promise<Site>
}
