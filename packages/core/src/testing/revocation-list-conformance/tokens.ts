import { randomUUID } from 'node:crypto'
import type { RevocationEntry } from '../../revocation/revocation-entry.js'
import type { RevocationQuery } from '../../revocation/revocation-list.js'
import type { NumericDate } from '../../time.js'
import type { JwtClaims } from '../../token.js'

/** The present time, by the clock that a list under test has too. */
export const now = (): NumericDate => Date.now() / 1000

/** A token with ids that nobody else has. */
export function newToken(claims: JwtClaims = {}): RevocationQuery & { readonly issuer: string } {
  const issuer = `https://${randomUUID()}.example`
  const ids = { jti: randomUUID(), sid: randomUUID(), gid: randomUUID(), sub: randomUUID() }
  const token = {
    header: { alg: 'ES256', kid: 'not-the-key' },
    claims: { iss: issuer, iat: now() - 10, exp: now() + 60, ...ids, ...claims },
  }
  return { issuer, token, keyId: randomUUID() }
}

/** For each kind, the entry that means a token. */
export const ENTRIES: Readonly<Record<string, (query: RevocationQuery) => RevocationEntry>> = Object.freeze({
  'its id': ({ token }) => ({ issuer: token.claims.iss as string, tokenId: token.claims.jti as string }),
  'its session': ({ token }) => ({
    issuer: token.claims.iss as string,
    sessionId: token.claims.sid as string,
  }),
  'its group': ({ token }) => ({ issuer: token.claims.iss as string, groupId: token.claims.gid as string }),
  'its subject': ({ token }) => ({ issuer: token.claims.iss as string, subject: token.claims.sub as string }),
  'its key': ({ token, keyId }) => ({ issuer: token.claims.iss as string, keyId: keyId as string }),
})

/** Another token that shares everything with one but what the entry names. */
export function others({ token, keyId }: RevocationQuery): RevocationQuery[] {
  const strange = newToken()
  const claims = { ...strange.token.claims, iss: token.claims.iss as string }
  return [
    { token: { ...token, claims }, keyId: strange.keyId },
    { token: { ...token, claims: { ...token.claims, iss: strange.issuer } }, keyId },
    { token: { ...token, claims: { iss: token.claims.iss as string } }, keyId: undefined },
  ]
}
