import type { AlgorithmName, ContentEncryptionName, Jwk, KeyManagementName } from '@meishi/core'

/** A key in the forms in which libraries want it. */
export interface PeerKey {
  readonly alg: AlgorithmName
  readonly publicJwk: Jwk
  readonly privateJwk: Jwk
  /** PEM; of a secret its bytes. */
  readonly publicPem: string | Buffer
  readonly privatePem: string | Buffer
}

type Claims = Readonly<Record<string, unknown>>

/** Somebody else's implementation. */
export interface Peer {
  readonly name: string
  /** Why it does not have an algorithm; `undefined` where it has it. */
  lacks(alg: AlgorithmName): string | undefined
  sign(claims: Claims, key: PeerKey): Promise<string>
  /** Gives the claims, or rejects. */
  verify(token: string, key: PeerKey): Promise<Claims>
}

/** How a token is encrypted. */
export interface EncryptionHeader {
  readonly alg: KeyManagementName
  readonly enc: ContentEncryptionName
  readonly kid: string
  /** `JWT` where a token is inside. */
  readonly cty?: 'JWT'
}

/** One that encrypts, too. */
export interface EncryptingPeer extends Peer {
  /** Why it does not have a key management; `undefined` where it has it. */
  lacksManagement(alg: KeyManagementName): string | undefined
  encrypt(plaintext: string, header: EncryptionHeader, publicJwk: Jwk): Promise<string>
  /** Gives what is inside, or rejects. */
  open(token: string, header: EncryptionHeader, privateJwk: Jwk): Promise<string>
}
