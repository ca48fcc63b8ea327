import type { Seconds } from '../time.js'

/** What a `jwt-generate` policy of IBM API Connect says, as plain data: `loadJwtGenerate` reads it, `createJwtGenerator` runs it. */
export interface JwtGeneratePlan {
  /** @default 'jwt-generate' */
  readonly title: string
  readonly description?: string
  /** Where the token goes: `Authorization: Bearer`, or a runtime variable. */
  readonly output: { readonly header: 'authorization' } | { readonly variable: string }
  readonly claims: GeneratedClaims
  readonly sign?: SigningPlan
  /** With `sign` beside it, the token is signed first and then encrypted (RFC 7519, section 11.2). */
  readonly encrypt?: EncryptionPlan
}

/** Which claims a token gets. All but `tokenId` and `lifetime` are names of runtime variables. */
export interface GeneratedClaims {
  /** Whether there is a `jti`, a new UUID each time. */
  readonly tokenId: boolean
  /** @default 'iss.claim' */
  readonly issuer: string
  readonly subject?: string
  readonly audience: readonly string[]
  /** From now to `exp`. From 1 to 31,622,400, which is 366 days. @default 3600 */
  readonly lifetime: Seconds
  /** A variable that holds an object of further claims. */
  readonly private?: string
}

/** A crypto object by its name in the registry, or a JWK by the runtime variable that holds it. */
export type PlannedKey = { readonly crypto: string } | { readonly jwk: string }

/** How the token is signed. `none` has no key, and stands only inside an encrypted token. */
export type SigningPlan =
  | { readonly algorithm: GeneratedSignature; readonly key: PlannedKey }
  | { readonly algorithm: 'none' }

/** How the token is encrypted. */
export interface EncryptionPlan {
  readonly algorithm: GeneratedKeyManagement
  readonly encryption: GeneratedEncryption
  readonly key: PlannedKey
}

/** What `jws-alg` may be, besides `none`. */
export type GeneratedSignature =
  | 'HS256'
  | 'HS384'
  | 'HS512'
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'

/** What `jwe-alg` may be. `RSA1_5` may not. */
export type GeneratedKeyManagement = 'RSA-OAEP' | 'RSA-OAEP-256' | 'dir' | 'A128KW' | 'A192KW' | 'A256KW'

/** What `jwe-enc` may be. */
export type GeneratedEncryption = 'A128CBC-HS256' | 'A192CBC-HS384' | 'A256CBC-HS512'
