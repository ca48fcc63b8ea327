/** What a {@link FetchHandler} is told besides the request. */
export interface FetchContext {
  /** The client's address, by the proxy rules of the framework. Never from a header that a client can choose. */
  readonly remoteAddress?: string
}

/**
 * Endpoints that no framework owns: a function from a web `Request` to a web `Response`. `mount` of `@meishi/express`,
 * `@meishi/koa` and `@meishi/fastify` serves one.
 *
 * The path of `request.url` is one of `paths`; its origin is made up (`http://mounted.invalid`), because a client
 * chooses its `Host`. A handler that needs its own address is told it in its options. `request.signal` aborts when
 * the client goes away.
 *
 * @example
 * const hello: FetchHandler = Object.assign(async () => new Response('hello'), { paths: ['/hello'] })
 * app.use('/api', mount(hello)) // GET /api/hello
 */
export interface FetchHandler {
  (request: Request, context?: FetchContext): Promise<Response>
  /** What it serves, relative to wherever it is mounted. All other paths go on. */
  readonly paths: readonly string[]
  /**
   * The longest body that it is given. Reading a longer one rejects with an error whose `status` is 413.
   * @default 65_536
   */
  readonly maxBodyBytes?: number
}
