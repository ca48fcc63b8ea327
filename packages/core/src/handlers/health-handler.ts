import type { Authenticator } from '../create-authenticator.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { FetchHandler } from '../http/fetch-handler.js'
import { checkPaths } from '../mount/check-handler.js'
import { isBoolean, isFunction, isList, isObject, isText, satisfies } from '../options/expect.js'
import type { AuthenticatorStatus } from '../status.js'
import { type Clock, readClock, type Seconds, systemClock } from '../time.js'
import { answerRead } from './answer-read.js'

/** What is watched: a handle, or a middleware, which has the functions of its handle. */
export type Watched = Pick<Authenticator<unknown>, 'ready' | 'status'>

export interface HealthOptions {
  /**
   * Where an orchestrator asks whether to send requests: 200 once all keys are there for the first time, 503 until then.
   * @default '/readyz'
   */
  readonly readiness?: string
  /**
   * Where an orchestrator asks whether to start the process anew: always 200.
   * @default '/livez'
   */
  readonly liveness?: string
  /**
   * Shows the name and state of each issuer, and not only how many there are in each state. For an endpoint that only
   * your own people can reach.
   * @default false
   */
  readonly details?: boolean
  /** Tells the time. For tests. */
  readonly clock?: Clock
}

/** An unready process asks for its keys again no more often, however often it is probed. */
const PAUSE: Seconds = 5
const isOptions = isObject({ readiness: isText, liveness: isText, details: isBoolean, clock: isFunction })
/** A middleware is a function that has them. */
const isWatched = isList(
  satisfies('a handle, or a middleware of one', (value) => {
    const holder = typeof value === 'function' || (typeof value === 'object' && value !== null) ? value : {}
    return ['ready', 'status'].every((name) => typeof Reflect.get(holder, name) === 'function')
  }),
)

/**
 * Answers the probes of an orchestrator such as Kubernetes, with a few words of JSON that name no address and no key.
 *
 * Ready means that every issuer's first keys, and a revocation list where there is one, were loaded: a probe starts
 * that. From then on it stays ready: an outage of the identity provider must not take every instance out of service at once,
 * with all its routes. It shows in `issuers`, and in `auth.status()`, on which to alert. No probe finds the process dead.
 *
 * @throws ConfigurationError naming the option and the rule
 * @example
 * app.use(mount(createHealthHandler(auth)))
 * // GET /readyz → 200 {"status":"ready","issuers":{"fresh":1,"stale":0,"down":0}}
 * // GET /livez  → 200 {"status":"alive"}
 */
export function createHealthHandler(
  auth: Watched | readonly Watched[],
  options: HealthOptions = {},
): FetchHandler {
  isOptions(options, '')
  const { readiness = '/readyz', liveness = '/livez', details = false, clock = systemClock } = options
  const watched: readonly Watched[] = Array.isArray(auth) ? auth : [auth as Watched]
  isWatched(watched, 'auth')
  checkPaths([readiness, liveness], 'paths')
  if (readiness === liveness) throw new ConfigurationError('liveness', 'is the path of readiness too')
  const hasLoaded = createLatch(watched, clock)
  const handle = (request: Request): Promise<Response> =>
    answerRead(request, () => {
      if (new URL(request.url).pathname === liveness) return answer(200, { status: 'alive' })
      const isReady = hasLoaded()
      const issuers = watched.flatMap((one) => one.status().issuers)
      return answer(isReady ? 200 : 503, {
        status: isReady ? 'ready' : 'starting',
        issuers: details ? issuers.map(rowOf) : countStates(issuers),
      })
    })
  return Object.freeze(Object.assign(handle, { paths: Object.freeze([readiness, liveness]) }))
}

/** Whether everything has been loaded once. While it has not, asking starts it. */
function createLatch(watched: readonly Watched[], clock: Clock): () => boolean {
  let hasLoaded = false
  let asked = Number.NEGATIVE_INFINITY
  return () => {
    hasLoaded ||= watched.every((one) => isLoaded(one.status()))
    const now = readClock(clock)
    if (!hasLoaded && now >= asked + PAUSE) {
      asked = now
      for (const one of watched) one.ready().catch(() => {})
    }
    return hasLoaded
  }
}

type Loading = Pick<AuthenticatorStatus, 'issuers'> & {
  readonly revocation?: { readonly state: string } | undefined
}

/** A source that was never asked has no keys yet, whatever it calls its state. */
function isLoaded({ issuers, revocation }: Loading): boolean {
  return issuers.every(({ keys }) => keys.length > 0) && revocation?.state !== 'loading'
}

type Issuer = AuthenticatorStatus['issuers'][number]

const rowOf = ({ issuer, state, keys }: Issuer) => ({ issuer: issuer ?? null, state, keys: keys.length })

function countStates(issuers: readonly Issuer[]): Record<Issuer['state'], number> {
  const counts = { fresh: 0, stale: 0, down: 0 }
  for (const { state } of issuers) counts[state]++
  return counts
}

function answer(status: number, body: object): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
}
