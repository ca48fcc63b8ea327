import { SessionError } from '../session-error.js'

/**
 * The token of `Authorization: Bearer` (RFC 6750, section 2.1); `undefined` where there is none, or another scheme.
 *
 * @throws SessionError `request_malformed` where it is no single token
 */
export function bearerToken({ headers }: Request): string | undefined {
  const header = headers.get('authorization')
  if (header === null || !/^bearer( |$)/i.test(header)) return undefined
  const [, token] = /^bearer +([\w.~+/-]+=*) *$/i.exec(header) ?? []
  if (token === undefined) throw new SessionError('request_malformed')
  return token
}
