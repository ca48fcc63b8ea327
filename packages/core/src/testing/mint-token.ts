import { randomUUID } from 'node:crypto'
import type { JwtClaims } from '../token.js'
import type { Signer } from './signer.js'

/** Claims of a test token; `undefined` leaves out what would be there by default. */
export type TestClaims = { readonly [Name in keyof JwtClaims]?: unknown }

/**
 * Signs a token: `iat` is now, `exp` five minutes later, `jti` random, and whatever the claims say instead.
 *
 * @example
 * const token = mintToken(signer, { iss: 'test', aud: 'api', sub: 'alice', scope: 'reports:read' })
 * const expired = mintToken(signer, { iss: 'test', aud: 'api', exp: 1 })
 */
export function mintToken(
  signer: Signer,
  claims: TestClaims = {},
  header: Readonly<Record<string, unknown>> = {},
): string {
  const iat = Math.floor(Date.now() / 1000)
  const payload = { iat, exp: iat + 300, jti: randomUUID(), ...claims }
  return encodeToken({ alg: signer.alg, kid: signer.kid, ...header }, payload, signer.sign)
}

/**
 * Puts a token together from parts, also from parts that no issuer would sign. Text goes in as it is.
 *
 * @example encodeToken('{"alg":"ES256","alg":"none"}', { sub: 'x' }, signer.sign)
 */
export function encodeToken(
  header: object | string,
  payload: object | string,
  sign: (input: string) => Uint8Array,
): string {
  const input = `${encodePart(header)}.${encodePart(payload)}`
  return `${input}.${Buffer.from(sign(input)).toString('base64url')}`
}

function encodePart(part: object | string): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')
}
