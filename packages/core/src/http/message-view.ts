import type { IncomingMessage } from 'node:http'
import type { RequestView } from './request-view.js'

/**
 * The view of Node's message, with what the framework knows of it.
 *
 * @param route - the pattern of the route, if that is text
 * @param holder - where a parser leaves its `body`. Some leave `{}` where they took nothing: then the stream is still to be read
 */
export function viewOfMessage(
  message: IncomingMessage,
  route: unknown,
  holder: object,
): RequestView & { readonly message: IncomingMessage } {
  return new MessageView(message, typeof route === 'string' ? route : undefined, holder)
}

/** A class, because an object of its own with a getter costs each request more than the check of a remembered token. */
class MessageView implements RequestView {
  readonly message: IncomingMessage
  readonly route: string | undefined
  readonly method: string | undefined
  readonly url: string | undefined
  readonly rawHeaders: readonly string[]
  readonly #holder: object

  constructor(message: IncomingMessage, route: string | undefined, holder: object) {
    this.message = message
    this.route = route
    this.method = message.method
    this.url = message.url
    this.rawHeaders = message.rawHeaders
    this.#holder = holder
  }

  get body(): unknown {
    const parsed = Reflect.get(this.#holder, 'body')
    return this.message.readableEnded || Object.keys(parsed ?? {}).length > 0 ? parsed : undefined
  }
}
