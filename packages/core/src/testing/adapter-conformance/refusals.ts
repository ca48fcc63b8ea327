import { requireScope } from '../../guards/require-scope.js'
import type { AuthOptions } from '../../options/auth-options.js'
import type { TestIssuer } from '../test-issuer.js'
import type { Face } from './agree.js'
import { bearer } from './bench.js'

/** A request that every policy of its row refuses, and the answer in both profiles. */
export interface RefusedRow {
  readonly name: string
  readonly lines: (idp: TestIssuer) => readonly string[]
  readonly options?: Partial<AuthOptions>
  readonly rfc6750: Face
  readonly gateway: Face
  /** The code that only decision records may tell. */
  readonly code?: string
}

const NO_STORE = { 'Cache-Control': 'no-store' }

/** A refusal of the profile `rfc6750`. */
export const challenged = (status: number, error: string, text: string, more = ''): Face => ({
  status,
  headers: {
    ...NO_STORE,
    'WWW-Authenticate': `Bearer error="${error}", error_description="${text}"${more}`,
  },
})

/** A refusal of the profile `gateway`. */
const gateway = (status: number, code: string, text: string): Face => ({
  status,
  headers: { ...NO_STORE, 'X-Ca-Error-Code': code, 'X-Ca-Error-Message': text },
})

const UNPROVEN_TEXT = 'The access token is malformed or was not made for this service'
const UNPROVEN = challenged(401, 'invalid_token', UNPROVEN_TEXT)
const MALFORMED = {
  rfc6750: challenged(400, 'invalid_request', 'The credentials of the request are malformed'),
  gateway: gateway(400, 'I400JD', 'JWT deserialize failed: the credentials of the request are malformed'),
}
const FORGED = {
  lines: (idp: TestIssuer) => [bearer(idp.mintForged())],
  rfc6750: UNPROVEN,
  gateway: gateway(403, 'A403JT', `Invalid JWT: ${UNPROVEN_TEXT}`),
  code: 'signature_invalid',
}

/** What a stranger is answered. */
export const STRANGER: Face = { status: 401, headers: { ...NO_STORE, 'WWW-Authenticate': 'Bearer' } }

/** What a caller without the scope `admin` is answered. */
export const NOT_ADMIN = challenged(
  403,
  'insufficient_scope',
  'The access token does not allow this',
  ', scope="admin"',
)

export const REFUSED: readonly RefusedRow[] = [
  {
    name: 'without a token',
    lines: () => [],
    rfc6750: STRANGER,
    gateway: gateway(400, 'I400JR', 'JWT required'),
  },
  {
    name: 'with two Authorization lines',
    lines: (idp) => [bearer(idp.mint()), bearer(idp.mint())],
    ...MALFORMED,
  },
  {
    name: 'whose Trailer names a mapped header',
    lines: (idp) => [bearer(idp.mint()), 'Trailer: X-User'],
    options: { claimMapping: [{ claim: 'sub', to: { header: 'X-User' } }] },
    ...MALFORMED,
  },
  {
    name: 'with text that is no token',
    lines: () => [bearer('unreadable')],
    rfc6750: UNPROVEN,
    gateway: gateway(400, 'I400JD', 'JWT deserialize failed: (redacted, 10 characters)'),
  },
  { name: 'with a forged token', ...FORGED },
  { name: 'with a forged token where a token is optional', options: { optional: true }, ...FORGED },
  {
    name: 'with a token of an unknown key',
    lines: (idp) => [bearer(idp.mint({}, { kid: 'unknown' }))],
    rfc6750: UNPROVEN,
    gateway: gateway(403, 'A403JK', 'No matching JWK, kid:unknown not found'),
    code: 'key_not_found',
  },
  {
    name: 'with an expired token',
    lines: (idp) => [bearer(idp.mint({ exp: 1_000_000_000 }))],
    rfc6750: challenged(401, 'invalid_token', 'The access token has expired'),
    gateway: gateway(403, 'A403JE', 'JWT expired at 2001-09-09T01:46:40.000Z'),
  },
  {
    name: 'that the guard of the options refuses',
    lines: (idp) => [bearer(idp.mint())],
    options: { guard: requireScope('admin') },
    rfc6750: NOT_ADMIN,
    gateway: gateway(403, 'A403JT', 'Invalid JWT: the token does not allow this'),
  },
]
