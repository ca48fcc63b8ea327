import type { JsonObject } from '../jose/json-object.js'
import { FetchFailure } from './fetch-failure.js'

/**
 * Where an issuer may publish its metadata, the likeliest place first: OpenID Connect Discovery 1.0, section 4, appends
 * to the issuer; RFC 8414, sections 3 and 5, inserts between host and path.
 */
export function metadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  const urls = [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
  ]
  return [...new Set(urls)]
}

/** Whether a failure says that the metadata is somewhere else: the place is not known, or holds another thing. */
export function isElsewhere(error: unknown): boolean {
  if (!(error instanceof FetchFailure)) return false
  const { status = 0, isContent } = error
  return isContent || (status >= 400 && status < 500 && status !== 408 && status !== 429)
}

/**
 * Reads where the keys are. The issuer in the document must be exactly the one that was asked for (RFC 8414, section
 * 3.3): otherwise anybody whose metadata is fetched by mistake could sign for it.
 *
 * @throws {@link FetchFailure}
 */
export function readMetadata(json: JsonObject, issuer: string, place: string): string {
  if (json.issuer !== issuer) throw new FetchFailure(`${place} answered with the metadata of another issuer`)
  if (typeof json.jwks_uri !== 'string')
    throw new FetchFailure(`${place} answered with metadata that has no jwks_uri`)
  return json.jwks_uri
}
