import type { AuthOptions } from '@meishi/core'
import { createSigner, mintToken, type TestClaims } from '@meishi/core/testing'

/** Who issues every token of these tests. */
export const signer = createSigner()

/** A policy that accepts what {@link mint} makes. */
export const POLICY = {
  issuer: 'https://id.test',
  audience: 'https://api.test',
  keys: signer.keys,
} as const satisfies AuthOptions

/** A good token, but for what the claims and the header say. */
export function mint(claims: TestClaims = {}, header: Readonly<Record<string, unknown>> = {}): string {
  const good = { iss: POLICY.issuer, aud: POLICY.audience, sub: 'alice' }
  return mintToken(signer, { ...good, ...claims }, header)
}

/** A header line with a token. */
export const bearer = (token: string): string => `Authorization: Bearer ${token}`
