import type { Jwk, Seconds } from '@meishi/core'
import type { KeyStatus } from '../ring/describe-ring.js'
import type { SigningKey } from '../sign/import-signing-key.js'
import type { TokenSigner } from '../sign/token-signer.js'

/** Keys that you rotate yourself. The first signs; the others are only published, so that their tokens stay good. */
export type FixedKeys =
  | SigningKey
  | TokenSigner
  | readonly [
      SigningKey | TokenSigner,
      ...(SigningKey | TokenSigner | { /** A key that only verifies. */ readonly publicJwk: Jwk })[],
    ]

/** Where an issuer has its keys from: fixed ones, or a ring. */
export interface IssuerKeys {
  /** What signs now a token that lives so long. */
  signer(lifetime: Seconds): Promise<TokenSigner>
  /** What verifiers may know. */
  published(): Promise<readonly Jwk[]>
  rotate(): Promise<KeyStatus>
  reset(): Promise<KeyStatus>
  keyStatus(): readonly KeyStatus[]
  close(): void
}
