import type { NumericDate, Seconds } from '@meishi/core'
import type { TokenEncrypter } from '../encrypt/create-token-encrypter.js'

/** One token to be issued. */
export interface IssueRequest {
  /** `sub`: whom the token is about. Left out: no such claim. */
  readonly subject?: string
  /**
   * `aud`: for whom the token is, one name or a list, written as it is given. `null`: no such claim.
   * @default `audience` of the issuer
   */
  readonly audience?: string | readonly string[] | null
  /** From now to `exp`, whole seconds, 1 to 31622400 (366 days). @default `lifetime` of the issuer */
  readonly lifetime?: Seconds
  /**
   * `nbf`: from when on the token counts. Left out: no such claim, because verifiers without tolerance would refuse
   * a fresh token while their clock is behind.
   */
  readonly notBefore?: NumericDate
  /** Private claims (RFC 7519, section 4.3). A registered claim among them is an error. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** `typ` of the header. `at+jwt` is an access token of RFC 9068, and the claims it needs are required. @default 'JWT' */
  readonly type?: string
  /** Encrypts the signed token for one reader. */
  readonly encrypt?: TokenEncrypter
}
