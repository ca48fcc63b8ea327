import type { IncomingMessage } from 'node:http'
import type { RequestView } from './request-view.js'

/**
 * The view of Node's message, with what the framework knows of it.
 *
 * @param route - tells the pattern of the route. What is no text is none
 * @param holder - where a parser leaves its `body`. Some leave `{}` where they took nothing: then the stream is still to be read
 */
export function viewOfMessage(
  message: IncomingMessage,
  route: () => unknown,
  holder: object,
): RequestView & { readonly message: IncomingMessage } {
  return new MessageView(message, route, holder)
}

/** Looks up nothing before it is asked: Express gives each request a shape of its own, which makes every look a slow one. */
class MessageView implements RequestView {
  readonly message: IncomingMessage
  readonly rawHeaders: readonly string[]
  readonly #route: () => unknown
  readonly #holder: object

  constructor(message: IncomingMessage, route: () => unknown, holder: object) {
    this.message = message
    this.rawHeaders = message.rawHeaders
    this.#route = route
    this.#holder = holder
  }

  get method(): string | undefined {
    return this.message.method
  }

  get url(): string | undefined {
    return this.message.url
  }

  get route(): string | undefined {
    const route = this.#route()
    return typeof route === 'string' ? route : undefined
  }

  get body(): unknown {
    const parsed: unknown = Reflect.get(this.#holder, 'body')
    return this.message.readableEnded || Object.keys(parsed ?? {}).length > 0 ? parsed : undefined
  }
}
