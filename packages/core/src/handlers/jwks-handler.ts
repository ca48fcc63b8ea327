import type { FetchHandler } from '../http/fetch-handler.js'
import { checkPublicJwks } from '../jose/check-public-jwk.js'
import type { JwkSet } from '../jose/import-jwk.js'
import { isObject, isText } from '../options/expect.js'
import { createDocumentHandler, type DocumentOptions, isMaxAge } from './document-handler.js'
import { asWritten, publishableJwks } from './publishable-jwks.js'

export interface JwksOptions extends DocumentOptions {
  /** @default '/.well-known/jwks.json' */
  readonly path?: string
}

const isOptions = isObject({ maxAge: isMaxAge, path: isText })

/**
 * Serves a public key set (RFC 7517, section 5) as `application/jwk-set+json`, with caching headers.
 *
 * A key is to be published for `maxAge` before it signs, and for `maxAge` after the last token that it signed has expired.
 *
 * @param keys - the set, or a function that gives it for each request. One that holds a private or symmetric key, or
 * none at all, is never published: a mistake at construction, and 500 where it comes from a function
 * @throws ConfigurationError naming the key and the rule
 * @example app.use(mount(createJwksHandler({ keys: [publicJwk] }))) // GET /.well-known/jwks.json
 */
export function createJwksHandler(
  keys: JwkSet | (() => JwkSet | Promise<JwkSet>),
  options: JwksOptions = {},
): FetchHandler {
  isOptions(options, '')
  const { path = '/.well-known/jwks.json', maxAge } = options
  if (typeof keys !== 'function') checkPublicJwks(asWritten(keys), 'keys')
  const read = async () => publishableJwks(typeof keys === 'function' ? await keys() : keys)
  const contentType = 'application/jwk-set+json'
  return createDocumentHandler({ [path]: { contentType, read } }, maxAge === undefined ? {} : { maxAge })
}
