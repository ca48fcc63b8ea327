import type { NumericDate } from '../time.js'

/**
 * Runtime variables of one request, read as own properties only. `iss.claim` is a member of that name, or else `claim` in
 * `iss`. Where a token cannot be made, the reason is written here as `jwt-generate.error-message`.
 */
export type RuntimeVariables = Record<string, unknown>

/** A token, and where it goes. */
export interface GeneratedJwt {
  readonly token: string
  /** Its `exp`. */
  readonly expiresAt: NumericDate
  readonly output: { readonly header: 'authorization' } | { readonly variable: string }
}

/** When a token that was made before from equal inputs will do. */
export interface ReuseOptions {
  /** Until when the caller is known, its own `exp`: what is made now is not used again after that. */
  readonly until: NumericDate
}

/** Makes tokens for what goes on to a backend. `createJwtGenerator` of `@meishi/issuer` makes one of a policy. */
export interface JwtGenerator {
  /**
   * A new token, or with `reuse` one that was made before from equal inputs. Only a request whose caller passed every
   * check, revocation included, may reuse one.
   *
   * @throws JwtGenerateError
   */
  generate(variables: RuntimeVariables, reuse?: ReuseOptions): Promise<GeneratedJwt>
}
