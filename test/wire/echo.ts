import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express5'
import type { RawAnswer } from './raw-http.js'

/** What a handler reads of its request, on every surface. */
export interface Echo {
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly rawHeaders: readonly string[]
  readonly headersDistinct: Readonly<Record<string, string[]>>
  readonly url: string
  readonly originalUrl: string
  readonly parsedUrl:
    | { readonly href?: string; readonly search?: string; readonly query?: string }
    | undefined
  readonly query: Readonly<Record<string, unknown>>
  readonly params: Readonly<Record<string, string>>
  readonly body: unknown
}

function respond(req: Request & { _parsedUrl?: unknown }, res: Response): void {
  // Cached by the router before the middleware ran; read first, because other getters renew it.
  const { href, search, query } = (req._parsedUrl ?? {}) as Record<string, unknown>
  const echo = {
    headers: req.headers,
    rawHeaders: req.rawHeaders,
    headersDistinct: req.headersDistinct,
    url: req.url,
    originalUrl: req.originalUrl,
    parsedUrl: { href, search, query },
    query: { ...req.query },
    params: { ...req.params },
    body: req.body as unknown,
  }
  res.status(200).json(echo)
}

/** Answers with what it reads. */
export const echo: RequestHandler = (req, res) => respond(req, res)

/** The same where the request was refused. */
export const echoRefused: ErrorRequestHandler = (_error, req, res, _next) => respond(req, res)

/** What a handler read, of an answer of {@link echo}. */
export const readEcho = ({ body }: RawAnswer): Echo =>
  JSON.parse(Buffer.from(body, 'latin1').toString()) as Echo
