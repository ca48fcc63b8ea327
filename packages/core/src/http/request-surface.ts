import type { HeaderHolder } from './edit-headers.js'

/** What an adapter lets the core edit of its framework's request, besides Node's own message. */
export interface RequestSurface {
  /** Node's raw message. */
  readonly message: HeaderHolder & { url?: string | undefined }
  /** The objects whose `originalUrl` a handler may read. */
  readonly originals: readonly object[]
  /** The objects whose `params` a handler may read. */
  readonly params: readonly object[]
  /** The objects whose `body` a handler may read. A body that there was not is made on the first. */
  readonly bodies: readonly [object, ...object[]]
  /** Records of cookies that somebody has parsed already. */
  readonly cookies: readonly unknown[]
  /** The record of query parameters that the framework keeps, where it has parsed them already. */
  readonly parsedQuery?: () => unknown
  /** Called with the new query when it changed, to drop what the framework parsed of the old one. */
  readonly queryChanged?: (query: string) => void
  /** Writes a mapped value into the record of query parameters, where the framework will not parse the new query. */
  readonly writeQuery?: (name: string, value: string) => void
}

/** Where a framework shows what there is to edit. What is left out is the default of {@link createSurfaces}. */
export interface SurfacePlaces<Request extends object> {
  readonly originals?: (request: Request) => readonly object[]
  readonly params?: (request: Request) => readonly object[]
  readonly bodies?: (request: Request) => readonly [object, ...object[]]
  readonly cookies?: (request: Request) => readonly unknown[]
  readonly parsedQuery?: (request: Request) => unknown
  readonly queryChanged?: (request: Request, query: string) => void
  readonly writeQuery?: (request: Request, name: string, value: string) => void
}

/**
 * Makes the surfaces of a framework. Nothing of a request is looked up before something of it is edited.
 *
 * @param places - by default `originals` are the message and the framework's request, `params` and `bodies` the request,
 *   and there is nothing else
 */
export function createSurfaces<Request extends object>(
  places: SurfacePlaces<Request>,
): (message: RequestSurface['message'], request: Request) => RequestSurface {
  return (message, request) => new Surface(message, request, places)
}

class Surface<Request extends object> implements RequestSurface {
  readonly message: RequestSurface['message']
  readonly #request: Request
  readonly #places: SurfacePlaces<Request>

  constructor(message: RequestSurface['message'], request: Request, places: SurfacePlaces<Request>) {
    this.message = message
    this.#request = request
    this.#places = places
  }

  get originals(): readonly object[] {
    return this.#places.originals?.(this.#request) ?? [this.message, this.#request]
  }

  get params(): readonly object[] {
    return this.#places.params?.(this.#request) ?? [this.#request]
  }

  get bodies(): readonly [object, ...object[]] {
    return this.#places.bodies?.(this.#request) ?? [this.#request]
  }

  get cookies(): readonly unknown[] {
    return this.#places.cookies?.(this.#request) ?? []
  }

  parsedQuery(): unknown {
    return this.#places.parsedQuery?.(this.#request)
  }

  queryChanged(query: string): void {
    this.#places.queryChanged?.(this.#request, query)
  }

  writeQuery(name: string, value: string): void {
    this.#places.writeQuery?.(this.#request, name, value)
  }
}
