import type { AuthOptions, RefusalCode } from '@meishi/core'
import type { RawRequest } from '../raw-http.js'

/** A request to the case's own route, unless it names another. */
export type CaseRequest = Omit<RawRequest, 'target'> & { readonly target?: string }

/** What of an answer is compared, exactly: headers that are not named here must not be there. */
export interface Face {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** What the client may read: the whole message. */
  readonly text: string
}

/** A row of the table of errors. */
export type Code = RefusalCode | 'unavailable' | 'configuration'

/** One way to be refused, and both faces of the answer. */
export interface RefusalCase extends Faces {
  readonly code: Code
  readonly when: string
  /** What the policy has besides issuer, audience and keys. Made anew for every test. */
  readonly options?: () => Partial<AuthOptions>
  /** A policy of its own, in place of all that. */
  readonly policy?: () => AuthOptions
  /** The parser that runs before the middleware. */
  readonly parser?: 'urlencoded' | 'json'
  readonly request: () => CaseRequest
  /** Sent once before, and let through. */
  readonly isSentTwice?: boolean
  /** What still passes afterwards. By default a good token in `Authorization`. */
  readonly alive?: () => CaseRequest
}

/** Both outward faces of one reason. */
export interface Faces {
  readonly rfc6750: Face
  readonly gateway: Face
}

const NO_STORE = { 'Cache-Control': 'no-store' }

const challenged = (status: number, parameters: string, text: string): Face => ({
  status,
  headers: { ...NO_STORE, 'WWW-Authenticate': parameters === '' ? 'Bearer' : `Bearer ${parameters}` },
  text,
})

const coded = (status: number, code: string, text: string): Face => ({
  status,
  headers: { ...NO_STORE, 'X-Ca-Error-Code': code, 'X-Ca-Error-Message': text },
  text,
})

const bare = (status: number, text: string): Face => ({ status, headers: NO_STORE, text })

/** The token is refused for what it says. */
export function invalidToken(text: string, gateway = coded(403, 'A403JT', `Invalid JWT: ${text}`)): Faces {
  return { rfc6750: challenged(401, `error="invalid_token", error_description="${text}"`, text), gateway }
}

/** The same, where the message also names the claim, which the challenge does not. */
export function invalidClaim(text: string, claim: string): Faces {
  const { rfc6750, gateway } = invalidToken(text)
  return { rfc6750: { ...rfc6750, text: `${text}: ${claim}` }, gateway }
}

/** A refusal of the plugin with its own code and message. */
export const pluginSays = coded

const UNPROVEN = 'The access token is malformed or was not made for this service'

/** Refused before the signature: one text for all. */
export const unproven = (gateway?: Face): Faces => invalidToken(UNPROVEN, gateway)

export const missing: Faces = {
  rfc6750: challenged(401, '', 'An access token is required'),
  gateway: coded(400, 'I400JR', 'JWT required'),
}

const UNREADABLE = 'The credentials of the request are malformed'

export const unreadable: Faces = {
  rfc6750: challenged(400, `error="invalid_request", error_description="${UNREADABLE}"`, UNREADABLE),
  gateway: coded(400, 'I400JD', 'JWT deserialize failed: the credentials of the request are malformed'),
}

export const crossSite: Faces = {
  rfc6750: bare(403, 'A cookie is no credential for a request from elsewhere'),
  gateway: coded(403, 'A403JT', 'Invalid JWT: a cookie is no credential for a request from elsewhere'),
}

const INSUFFICIENT = 'The access token does not allow this'

/** A known caller that may not. */
export function insufficient(scope?: string): Faces {
  const scopes = scope === undefined ? '' : `, scope="${scope}"`
  const parameters = `error="insufficient_scope", error_description="${INSUFFICIENT}"${scopes}`
  return {
    rfc6750: challenged(403, parameters, INSUFFICIENT),
    gateway: coded(403, 'A403JT', 'Invalid JWT: the token does not allow this'),
  }
}

/** The same answer in both profiles. */
const both = (face: Face): Faces => ({ rfc6750: face, gateway: face })

export const unsupportedBody = both(bare(415, 'The content type of the request cannot take mapped claims'))

export const outage = both({
  status: 503,
  headers: { ...NO_STORE, 'Retry-After': '5' },
  text: 'Access tokens cannot be checked right now',
})

export const misconfigured = both({
  status: 500,
  headers: {},
  text: 'The server is not set up for this request',
})
