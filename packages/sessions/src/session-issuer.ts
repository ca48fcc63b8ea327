import type { JwkSet, JwtClaims } from '@meishi/core'

/** What is used of an issuer: what `createIssuer` of `@meishi/issuer` gives fits. It must sign with a key that it publishes. */
export interface SessionIssuer {
  readonly issuer: string
  issue(request: {
    readonly subject: string
    readonly audience: string | readonly string[]
    readonly lifetime: number
    readonly type: string
    readonly claims: Readonly<Record<string, unknown>>
  }): Promise<{
    readonly token: string
    readonly claims: JwtClaims & { readonly iat: number; readonly exp: number; readonly jti: string }
  }>
  jwks(): Promise<JwkSet>
}
