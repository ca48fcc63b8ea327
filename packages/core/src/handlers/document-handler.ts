import { ConfigurationError } from '../errors/configuration-error.js'
import { entityTag, hasAlready } from '../http/entity-tag.js'
import type { FetchHandler } from '../http/fetch-handler.js'
import { isRecord } from '../http/overlay.js'
import { checkPaths } from '../mount/check-handler.js'
import { isFunction, isNumber, isObject, isText } from '../options/expect.js'
import type { Seconds } from '../time.js'
import { answerRead } from './answer-read.js'

/** One document that everybody may read. */
export interface PublicDocument {
  /** @default 'application/json' */
  readonly contentType?: string
  /** What becomes JSON. Asked for each request, so it can change. */
  readonly read: () => object | Promise<object>
}

export interface DocumentOptions {
  /**
   * How long caches may keep a document (`Cache-Control: public, max-age`).
   * @default 600
   */
  readonly maxAge?: Seconds
}

const isDocument = isObject({ contentType: isText, read: isFunction }, ['read'])
/** Up to a year, beyond which no cache needs to be told. */
export const isMaxAge = isNumber(0, 31_536_000)
const isOptions = isObject({ maxAge: isMaxAge })

/**
 * Serves public JSON documents, such as an issuer's metadata (RFC 8414, section 3), for GET and HEAD: with a strong
 * `ETag` over the exact bytes, 304 for who has them already (RFC 9110, section 13.1.2), and open to pages of every origin.
 *
 * @param documents - by path
 * @throws ConfigurationError naming the option and the rule
 * @example
 * const metadata = createDocumentHandler({
 *   '/.well-known/oauth-authorization-server': { read: () => ({ issuer, jwks_uri: `${issuer}/.well-known/jwks.json` }) },
 * })
 */
export function createDocumentHandler(
  documents: Readonly<Record<string, PublicDocument>>,
  options: DocumentOptions = {},
): FetchHandler {
  if (!isRecord(documents)) throw new ConfigurationError('documents', 'expected an object')
  const byPath = new Map(Object.entries(documents))
  const paths = [...byPath.keys()]
  checkPaths(paths, 'documents')
  for (const [path, document] of byPath) isDocument(document, `documents.${path}`)
  isOptions(options, '')
  const cacheControl = `public, max-age=${Math.floor(options.maxAge ?? 600)}`
  const handle = async (request: Request): Promise<Response> => {
    const document = byPath.get(new URL(request.url).pathname)
    if (document === undefined) return new Response(null, { status: 404 })
    return answerRead(request, async () => {
      const bytes = new TextEncoder().encode(JSON.stringify(await document.read()))
      const etag = entityTag(bytes)
      const headers = { 'access-control-allow-origin': '*', 'cache-control': cacheControl, etag }
      if (hasAlready(request.headers.get('if-none-match'), etag))
        return new Response(null, { status: 304, headers })
      const described = {
        ...headers,
        'content-type': document.contentType ?? 'application/json',
        'content-length': String(bytes.length),
      }
      return new Response(bytes, { headers: described })
    })
  }
  return Object.freeze(Object.assign(handle, { paths: Object.freeze(paths) }))
}
