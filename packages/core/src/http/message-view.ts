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
  return new MessageView(message, typeof route === 'string' ? route : undefined, body)
}

/** A class, because an object of its own with a getter costs each request more than the check of a remembered token. */
class MessageView implements RequestView {
  readonly message: IncomingMessage
  readonly route: string | undefined
  readonly method: string | undefined
  readonly url: string | undefined
  readonly rawHeaders: readonly string[]
  readonly #body: () => unknown

  constructor(message: IncomingMessage, route: string | undefined, body: () => unknown) {
    this.message = message
    this.route = route
    this.method = message.method
    this.url = message.url
    this.rawHeaders = message.rawHeaders
    this.#body = body
  }

  get body(): unknown {
    const parsed = this.#body()
    return this.message.readableEnded || Object.keys(parsed ?? {}).length > 0 ? parsed : undefined
  }
}
