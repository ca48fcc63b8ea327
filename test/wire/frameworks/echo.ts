import type { RawAnswer } from '../raw-http.js'

/** What a handler reads of its request: the same shape in every framework. */
export interface Echo {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly rawHeaders: readonly string[]
  readonly headersDistinct: Readonly<Record<string, string[] | undefined>>
  readonly url: string
  readonly originalUrl: string
  readonly query: Readonly<Record<string, unknown>>
  readonly params: Readonly<Record<string, string>>
  readonly body: unknown
  /** Parsed cookies, where somebody has parsed them. */
  readonly cookies: unknown
  /** Other places where only this framework shows parts of the request. */
  readonly elsewhere: unknown
}

/** What a handler read, of an answer that has it as JSON. */
export const readEcho = ({ body }: RawAnswer): Echo =>
  JSON.parse(Buffer.from(body, 'latin1').toString()) as Echo
