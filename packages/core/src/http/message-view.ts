import type { IncomingMessage } from 'node:http'
import type { RequestView } from './request-view.js'

/**
 * The view of Node's message, with what the framework knows of it.
 *
 * @param route - the pattern of the route, if that is text
 * @param body - reads what a parser has left. Some leave `{}` where they took nothing: then the stream is still to be read
 */
export function viewOfMessage(
  message: IncomingMessage,
  route: unknown,
  body: () => unknown,
): RequestView & { readonly message: IncomingMessage } {
  const { method, url, rawHeaders } = message
  return {
    method,
    url,
    rawHeaders,
    message,
    route: typeof route === 'string' ? route : undefined,
    get body() {
      const parsed = body()
      return message.readableEnded || Object.keys(parsed ?? {}).length > 0 ? parsed : undefined
    },
  }
}
