import { asError } from '../errors/as-error.js'
import type { FetchHandler } from '../http/fetch-handler.js'
import { type HeaderTaker, setHeaders } from '../http/set-headers.js'
import { headersOf } from '../problem-details.js'
import { type Answer, createAnswer } from './answer.js'
import { checkHandler, checkPrefix } from './check-handler.js'
import { createRequest, type Exchange } from './create-request.js'

/**
 * Asks a handler. `undefined` where it does not serve this path: then the request goes on.
 *
 * @param headers - takes the headers of errors. By default Node's response
 * @throws what the handler throws, with the headers of meishi's errors set; RequestBodyError, MisconfiguredError
 */
export type Mounted = (exchange: Exchange, headers?: HeaderTaker) => Promise<Answer | undefined>

const MAX_BODY_BYTES = 65_536
/** No web `Request` can have these methods. */
const FORBIDDEN_METHODS = ['CONNECT', 'TRACE', 'TRACK']

/**
 * Puts a handler in a place of an application.
 *
 * @param prefix - in front of the handler's paths, for a framework without mount points
 * @throws ConfigurationError where it is no handler, or the prefix no path
 */
export function createMount(handler: FetchHandler, prefix = ''): Mounted {
  const served = placesOf(checkHandler(handler), checkPrefix(prefix))
  const { maxBodyBytes = MAX_BODY_BYTES } = handler
  return async (exchange, headers = exchange.response) => {
    const { view, remoteAddress, response } = exchange
    const path = served.get(exchange.path)
    if (path === undefined || FORBIDDEN_METHODS.includes(view.method ?? '')) return undefined
    try {
      const request = createRequest(exchange, path, maxBodyBytes)
      const answer = await handler(request, remoteAddress === undefined ? {} : { remoteAddress })
      return createAnswer(answer, view.method, response)
    } catch (error) {
      setHeaders(headers, headersOf(error))
      throw asError(error)
    }
  }
}

/** Where each path is found. The root of a prefix is found without its slash too. */
function placesOf(paths: readonly string[], prefix: string): ReadonlyMap<string, string> {
  const places = paths.map((path): [string, string] => [prefix + path, path])
  return new Map(prefix !== '' && paths.includes('/') ? [[prefix, '/'], ...places] : places)
}
