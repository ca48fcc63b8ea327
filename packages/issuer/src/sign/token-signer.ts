import type { AlgorithmName, Jwk } from '@meishi/core'

/**
 * What signs: a key of this process, or one that never leaves an HSM or a key service. Anything of this shape can
 * be given as a key.
 */
export interface TokenSigner {
  readonly alg: AlgorithmName
  /** Goes into the header of every token. */
  readonly kid?: string | undefined
  /** The public key, as it is published. Absent for a shared secret, which nobody publishes. */
  readonly publicJwk?: Jwk | undefined
  /** The signature as RFC 7518 writes it: of ECDSA the two numbers side by side, never DER. */
  sign(data: Uint8Array): Uint8Array | Promise<Uint8Array>
}
