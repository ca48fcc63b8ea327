import { printableKid } from './printable-kid.js'
import type { RefusalDetail } from './refusal-detail.js'

/** The stable names of every reason to refuse a request. `docs/errors.md` has a section for each. */
export type RefusalCode = keyof typeof ERROR_CODES

/** One reason and its two outward faces. */
export interface ErrorCode {
  readonly status: number
  /** `error` of the challenge (RFC 6750, section 3.1). */
  readonly error?: 'invalid_request' | 'invalid_token' | 'insufficient_scope'
  /** The public sentence: fixed text, safe in a header. */
  readonly text: string
  /** How Alibaba Cloud API Gateway answers (its JWT plugin, section 4). */
  readonly gateway: {
    readonly status: number
    readonly code?: string
    readonly message: (detail: RefusalDetail) => string
    /** What the error says where the message shows something of the token, which goes no further than the header. */
    readonly text?: string
  }
}

type GatewayFace = ErrorCode['gateway']

const invalid = (text: string): GatewayFace => ({
  status: 403,
  code: 'A403JT',
  message: () => `Invalid JWT: ${text}`,
})

/** Refused for what the token says, after its signature held: the reason may be told. */
const afterSignature = (text: string, gateway: GatewayFace = invalid(text)): ErrorCode => ({
  status: 401,
  error: 'invalid_token',
  text,
  gateway,
})

/** One text for all refusals that come before the signature, so that nobody can probe the configuration. */
const UNPROVEN = 'The access token is malformed or was not made for this service'
const beforeSignature = (gateway: GatewayFace = invalid(UNPROVEN)): ErrorCode =>
  afterSignature(UNPROVEN, gateway)

function isoDate(seconds: number | undefined): string {
  return new Date(Math.trunc((seconds ?? 0) * 1000)).toISOString()
}

/** The whole of it: every code with its HTTP face in both profiles. */
export const ERROR_CODES = {
  token_missing: {
    status: 401,
    text: 'An access token is required',
    gateway: { status: 400, code: 'I400JR', message: () => 'JWT required' },
  },
  request_malformed: {
    status: 400,
    error: 'invalid_request',
    text: 'The credentials of the request are malformed',
    gateway: {
      status: 400,
      code: 'I400JD',
      message: () => 'JWT deserialize failed: the credentials of the request are malformed',
    },
  },
  token_malformed: beforeSignature({
    status: 400,
    code: 'I400JD',
    message: ({ length = 0 }) => `JWT deserialize failed: (redacted, ${length} characters)`,
  }),
  algorithm_refused: beforeSignature(),
  header_refused: beforeSignature(),
  key_not_found: beforeSignature({
    status: 403,
    code: 'A403JK',
    text: 'No matching JWK',
    message: ({ kid }) => `No matching JWK, kid:${kid === undefined ? 'null' : printableKid(kid)} not found`,
  }),
  signature_invalid: beforeSignature(),
  decryption_failed: beforeSignature(),
  issuer_refused: beforeSignature(),
  audience_refused: afterSignature('The access token was not made for this audience'),
  claim_missing: afterSignature('The access token lacks a required claim'),
  claim_refused: afterSignature('A claim of the access token is not acceptable'),
  token_not_active: afterSignature('The access token is not active yet'),
  token_expired: afterSignature('The access token has expired', {
    status: 403,
    code: 'A403JE',
    message: ({ expiredAt }) => `JWT expired at ${isoDate(expiredAt)}`,
  }),
  lifetime_refused: afterSignature('The access token lives longer than is allowed here'),
  jti_missing: afterSignature('The access token has no usable jti', {
    status: 403,
    code: 'S403JI',
    message: () => 'Claim jti is required when preventJtiReplay:true',
  }),
  jti_replayed: afterSignature('The access token has been used before', {
    status: 403,
    code: 'S403JU',
    message: () => 'Claim jti in JWT is used',
  }),
  binding_required: afterSignature('The access token is bound to a key whose proof was not given'),
  csrf_refused: {
    status: 403,
    text: 'A cookie is no credential for a request from elsewhere',
    gateway: invalid('a cookie is no credential for a request from elsewhere'),
  },
  token_revoked: afterSignature('The access token has been revoked'),
  scope_insufficient: {
    status: 403,
    error: 'insufficient_scope',
    text: 'The access token does not allow this',
    gateway: invalid('the token does not allow this'),
  },
  media_type_refused: {
    status: 415,
    text: 'The content type of the request cannot take mapped claims',
    gateway: { status: 415, message: () => 'The content type of the request cannot take mapped claims' },
  },
} as const satisfies Record<string, ErrorCode>
