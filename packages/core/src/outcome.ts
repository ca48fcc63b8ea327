import type { Assignment } from './claim-mapping.js'
import type { AuthError } from './errors/auth-error.js'
import type { TokenSource } from './http/token-source.js'
import type { Auth, JwtClaims } from './token.js'

/** What became of a request. An outage is none of these: it is thrown. */
export type AuthOutcome<Claims = JwtClaims> =
  | {
      readonly status: 'authenticated'
      readonly auth: Auth<Claims>
      /** Mapped claims, to be written into the request. */
      readonly assignments: readonly Assignment[]
      /** To be set on the response. */
      readonly headers: Readonly<Record<string, string>>
      /** Where the token stood. */
      readonly source: TokenSource
      /** Where nothing of it must go on downstream. */
      readonly hide: readonly TokenSource[]
    }
  | { readonly status: 'anonymous' }
  | { readonly status: 'refused'; readonly error: AuthError }
