import type { AlgorithmName, Clock, Seconds } from '@meishi/core'
import type { FixedKeys } from './keys/issuer-keys.js'
import type { KeyRevocation } from './ring/key-revocation.js'
import type { KeyRingStore } from './ring/key-ring-store.js'
import type { RotationOptions } from './ring/rotation-options.js'
import type { SealingKey } from './ring/sealing-keys.js'

/** What {@link createIssuer} takes. */
export interface CreateIssuerOptions {
  /** `iss` of every token: visible ASCII, at most 512 characters; a URL where metadata is served. */
  readonly issuer: string
  /** What signs. Of a ring: what new keys are for; keys that are there keep their own. */
  readonly algorithm: AlgorithmName
  /** Keys that you rotate yourself, or that live elsewhere. Left out: a key ring. A shared secret has to be given here. */
  readonly keys?: FixedKeys
  /** Where the key ring is kept. @default `memoryKeyRing()`, whose keys die with the process */
  readonly store?: KeyRingStore
  /** Keys of 32 random bytes that seal what the store keeps: the first seals, all may open. Required with `store`. */
  readonly sealingKeys?: readonly SealingKey[]
  /** When the keys of the ring follow each other. */
  readonly rotation?: RotationOptions
  /** Bits of new RSA keys, 2048 to 8192. @default 2048 */
  readonly modulusLength?: number
  /** A revocation list that `reset()` tells of every key it buries. */
  readonly revocation?: KeyRevocation
  /** `aud` of tokens that name none; `null`: none. Left out: every token must name one. */
  readonly audience?: string | readonly string[] | null
  /** How long tokens live that say nothing else: 1 to 31622400 seconds. @default 3600 */
  readonly lifetime?: Seconds
  /** Longer tokens are an error here, and not at the verifier or in a proxy on the way. @default 16384 */
  readonly maxTokenBytes?: number
  /** How long others may keep the key set and the metadata, whole seconds. @default 300 */
  readonly jwksMaxAge?: Seconds
  /** Where the key set is served. @default `<issuer>/.well-known/jwks.json`, where the issuer is a URL */
  readonly jwksUri?: string
  /** Further members of the metadata documents, such as `token_endpoint` (RFC 8414, section 2). */
  readonly metadata?: Readonly<Record<string, unknown>>
  /** @default the clock of this machine */
  readonly clock?: Clock
}
