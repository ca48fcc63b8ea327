/** One reason to refuse, as it is seen from outside. */
export interface ErrorFace {
  readonly status: number
  /** `error` of the answer's body (RFC 6749, section 5.2). */
  readonly error: string
  readonly text: string
  /** `WWW-Authenticate`. Never `Basic`: a browser would ask for the password itself, and keep it. */
  readonly challenge?: string
}

export type SessionErrorCode = keyof typeof FACES

const malformed = (status: number, text: string): ErrorFace => ({ status, error: 'invalid_request', text })

const GRANT = 'The refresh token is expired, revoked or was not made for this service'

/** The whole of it: every reason with its HTTP face. */
const FACES = {
  /** One text, whether the user is unknown or the password is wrong. */
  credentials_refused: {
    status: 401,
    error: 'invalid_grant',
    text: 'The user or the password is wrong',
    challenge: 'Bearer',
  },
  credentials_missing: {
    status: 401,
    error: 'invalid_request',
    text: 'A user and a password are required',
    challenge: 'Bearer',
  },
  login_limited: { status: 429, error: 'slow_down', text: 'Too many attempts to log in' },
  /** One text for all that can be wrong with a refresh token, so that a thief learns nothing. */
  grant_refused: {
    status: 401,
    error: 'invalid_grant',
    text: GRANT,
    challenge: `Bearer error="invalid_token", error_description="${GRANT}"`,
  },
  token_missing: {
    status: 401,
    error: 'invalid_token',
    text: 'A token is required',
    challenge: 'Bearer',
  },
  csrf_refused: {
    status: 403,
    error: 'access_denied',
    text: 'The request may come from a page of another site',
  },
  request_malformed: malformed(400, 'The request cannot be read'),
  grant_type_unsupported: {
    status: 400,
    error: 'unsupported_grant_type',
    text: 'Only refresh_token is known',
  },
  method_refused: malformed(405, 'Only POST is allowed'),
  body_too_large: malformed(413, 'The request body is too large'),
  content_type_refused: malformed(415, 'The body must be application/json'),
} satisfies Readonly<Record<string, ErrorFace>>

export const ERROR_FACES: Readonly<Record<SessionErrorCode, ErrorFace>> = FACES
