import { createHash } from 'node:crypto'
import type { Jwk } from '@meishi/core'

/** What a thumbprint is made of (RFC 7638, section 3.2). Not of `oct`: it would help to guess the secret. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  RSA: ['e', 'kty', 'n'],
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  AKP: ['alg', 'kty', 'pub'],
}

/** The thumbprint of a public key; of a secret there is none. */
export function thumbprint(jwk: Jwk): string | undefined {
  const { kty = '' } = jwk
  const members = Object.hasOwn(MEMBERS, kty) ? MEMBERS[kty] : undefined
  if (members === undefined) return undefined
  const input = JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]])))
  return createHash('sha256').update(input).digest('base64url')
}
