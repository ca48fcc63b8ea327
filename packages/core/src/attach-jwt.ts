import { callerOf } from './admit.js'
import { assign } from './edit-request.js'
import { asError } from './errors/as-error.js'
import type { JwtGenerator, ReuseOptions, RuntimeVariables } from './generator/jwt-generator.js'
import { setHeaders } from './http/set-headers.js'
import { hasMethods, isFunction } from './options/expect.js'
import { headersOf } from './problem-details.js'
import type { GeneratedVariables, Visit } from './protect.js'
import { findRequestState } from './request-state.js'
import type { Auth } from './token.js'

/** What a policy may read besides `request.headers` and `decoded.claims`. */
export type MoreVariables<Request> = (request: Request) => object | Promise<object>

/**
 * The whole of `attachJwt` but its framework: makes a token for the request that goes on to a backend, and puts it into
 * `Authorization`, in place of what the client sent there, or into a variable of the holder.
 *
 * A policy reads `request.headers.<name>`, `decoded.claims` (those of the caller whom `jwtAuth` accepted) and `variables`.
 * A token of earlier is used again only where there is such a caller: it has passed every check on this request.
 *
 * @throws ConfigurationError where one of them is something else
 */
export function createAttachment<Request>(
  generator: JwtGenerator,
  variables?: MoreVariables<Request>,
): (visit: Visit, request: Request) => Promise<void> {
  hasMethods('generate')(generator, 'generator')
  if (variables !== undefined) isFunction(variables, 'variables')
  return async ({ surface, holder, response }, request) => {
    holder.generated ??= Object.create(null) as GeneratedVariables
    const { generated } = holder
    const caller = callerOf(findRequestState(surface.message)?.passed)
    const context: RuntimeVariables = {
      request: { headers: surface.message.headers },
      decoded: { claims: caller?.token.claims },
    }
    try {
      Object.assign(context, withoutOurs(await variables?.(request)))
      const { token, output } = await generator.generate(context, reuseFor(caller))
      if ('variable' in output) generated[output.variable.replace(/^generated\./, '')] = token
      else assign(surface, [{ location: 'header', name: 'Authorization', value: `Bearer ${token}` }])
    } catch (error) {
      if (typeof context[ERROR_MESSAGE] === 'string') generated[ERROR_MESSAGE] = context[ERROR_MESSAGE]
      setHeaders(response, headersOf(error))
      throw asError(error)
    }
  }
}

/**
 * What the application adds, less all that goes by a name of ours: a function that hands on what a client sent, its query
 * for instance, would otherwise let the client say who was verified.
 */
function withoutOurs(more: object = {}): object {
  return Object.fromEntries(
    Object.entries(more).filter(([name]) => !/^(?:request|decoded)(?:\.|$)/.test(name)),
  )
}

/** Where a policy leaves what went wrong. */
const ERROR_MESSAGE = 'jwt-generate.error-message'

function reuseFor(caller: Auth<unknown> | undefined): ReuseOptions | undefined {
  const until = caller?.token.claims.exp
  return until === undefined ? undefined : { until }
}
