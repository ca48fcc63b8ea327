import type { ClaimMapping } from '@meishi/core'
import type { Caller } from '../callers.js'
import type { Site } from '../frameworks/framework.js'

/** One place in an application where the middleware can stand, before a handler below `/teams/:user`. */
export interface MountLevel {
  readonly name: string
  /** An application that answers with what {@link Placed} has, whether the request was let pass or refused. */
  readonly serve: (caller: Caller, claimMapping: readonly ClaimMapping[]) => Promise<Site>
}

/** What a handler sees of the target. */
export interface Placed {
  /** Where routers are mounted under a path, what they leave of it. */
  readonly url: string
  readonly originalUrl: string
  readonly query: Readonly<Record<string, unknown>>
  readonly params: Readonly<Record<string, string>>
  /** Where the framework shows the parameters once more. */
  readonly again?: unknown
}

/** The target of every level. */
export const TARGET = '/teams/evil/items/7'
