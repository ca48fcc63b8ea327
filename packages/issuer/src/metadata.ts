import { ConfigurationError, type Jwk } from '@meishi/core'

/** The document under which clients find the key set (RFC 8414, section 2; OpenID Connect Discovery, section 3). */
export interface IssuerMetadata {
  readonly issuer: string
  readonly jwks_uri?: string
  readonly response_types_supported: readonly string[]
  readonly subject_types_supported: readonly string[]
  readonly id_token_signing_alg_values_supported: readonly string[]
  readonly [member: string]: unknown
}

/** What an issuer knows for its metadata. */
export interface MetadataSource {
  readonly issuer: string
  readonly jwksUri: string | undefined
  readonly extra: Readonly<Record<string, unknown>>
}

/** These say where the keys are. No further member may say otherwise. */
const OURS = ['issuer', 'jwks_uri']

/** Whether an issuer has a place on the web at all: metadata belongs to a URL. */
export function hasMetadata(issuer: string): boolean {
  return /^https?:\/\//.test(issuer) && URL.canParse(issuer)
}

/** @throws ConfigurationError where a further member says where the keys are */
export function resolveMetadata(
  issuer: string,
  jwksUri: string | undefined,
  extra: Readonly<Record<string, unknown>> = {},
): MetadataSource {
  const taken = OURS.find((name) => Object.hasOwn(extra, name))
  if (taken !== undefined)
    throw new ConfigurationError(`metadata.${taken}`, 'is said by the options `issuer` and `jwksUri`')
  const here = hasMetadata(issuer) ? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json` : undefined
  return Object.freeze({ issuer, jwksUri: jwksUri ?? here, extra })
}

/**
 * The metadata of an issuer with these keys. An issuer that only signs has no endpoints to name.
 *
 * @throws ConfigurationError where the issuer is no URL
 */
export function buildMetadata(
  { issuer, jwksUri, extra }: MetadataSource,
  algorithm: string,
  keys: readonly Jwk[],
): IssuerMetadata {
  if (!hasMetadata(issuer))
    throw new ConfigurationError(
      'issuer',
      'is no http or https URL, so it has no metadata (RFC 8414, section 2)',
    )
  const algorithms = [...new Set([algorithm, ...keys.map(({ alg }) => String(alg))])]
  return {
    issuer,
    ...(jwksUri === undefined || keys.length === 0 ? {} : { jwks_uri: jwksUri }),
    response_types_supported: [],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: algorithms,
    ...extra,
  }
}
