/**
 * What fetches keys and metadata: `fetch` of Node, of undici or of a library like them. It must not follow redirects
 * where `redirect` says so, and should stop when the signal does; size and time are limited around it in any case.
 *
 * @example
 * const dispatcher = new ProxyAgent('http://proxy.internal:3128') // of undici
 * const auth = jwtAuth({ issuer, audience, fetch: (url, init) => undici.fetch(url, { ...init, dispatcher }) })
 */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchedResponse>

/** What is asked for. */
export interface FetchInit {
  readonly method: 'GET'
  readonly headers: Readonly<Record<string, string>>
  readonly redirect: 'manual'
  readonly signal: AbortSignal
}

/** What is read of an answer. */
export interface FetchedResponse {
  readonly status: number
  readonly redirected?: boolean
  readonly headers: { get(name: string): string | null }
  readonly body: AsyncIterable<Uint8Array> | null
}
