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

/** The surface of a framework that shows the request on one object, with what else there is to it. */
export const surfaceOf = (
  message: RequestSurface['message'],
  request: object,
  rest: Partial<RequestSurface>,
): RequestSurface => ({
  message,
  originals: [message, request],
  params: [request],
  bodies: [request],
  cookies: [],
  ...rest,
})
