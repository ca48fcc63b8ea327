import type { ContentEncryptionName, KeyManagementName } from '../jose/encryption-algorithms.js'
import type { DecryptionKeys } from '../keys/decryption-keys.js'

/** How encrypted tokens are opened (RFC 7516). What is inside passes every check that a token without it passes. */
export interface DecryptionOptions {
  /** Private keys or secrets of this service. Each serves one algorithm; a key made for signatures never decrypts. */
  readonly keys: DecryptionKeys | readonly DecryptionKeys[]
  /**
   * The accepted `alg` (RFC 7518, section 4.1). A key without `alg` needs exactly one here that fits it.
   * @default every one that is supported
   */
  readonly algorithms?: readonly KeyManagementName[]
  /**
   * The accepted `enc` (RFC 7518, section 5.1).
   * @default every one that is supported
   */
  readonly encryptions?: readonly ContentEncryptionName[]
  /** `false` accepts tokens that are only signed, too: while an issuer moves to encryption. @default true */
  readonly required?: boolean
  /**
   * Accept claims that were encrypted without being signed, if a secret opened them (`dir`, `A128KW`, `A192KW`,
   * `A256KW`). Who has the secret can then make tokens, as with HS256. Not with several `issuers`.
   * @default false
   */
  readonly bareClaims?: boolean
  /**
   * How many operations with private keys may run at once, 1 to 4096, in all handles of a family. Above it the answer is
   * a 503.
   * @default 128
   */
  readonly maxInFlight?: number
}
