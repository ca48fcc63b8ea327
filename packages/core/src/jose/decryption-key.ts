import type { KeyObject } from 'node:crypto'
import type { ContentEncryption, KeyManagement } from './encryption-algorithms.js'

/** A key that opens tokens: bound to one algorithm, prepared once, never changed. */
export interface DecryptionKey {
  readonly kid: string | undefined
  readonly algorithm: KeyManagement
  /** The one `enc` that the secret of `dir` serves; of other keys, any that is accepted. */
  readonly encryption: ContentEncryption | undefined
  readonly key: KeyObject
}

/** What is accepted in `alg` and in `enc`. */
export interface AcceptedEncryption {
  readonly algorithms: ReadonlyMap<string, KeyManagement>
  readonly encryptions: ReadonlyMap<string, ContentEncryption>
}
