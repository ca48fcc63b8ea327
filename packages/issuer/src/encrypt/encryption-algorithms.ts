/** How the content key reaches the reader (RFC 7518, section 4; RFC 8037, section 3.2). */
export type KeyManagementAlgorithm =
  | 'dir'
  | 'A128KW'
  | 'A192KW'
  | 'A256KW'
  | 'RSA-OAEP'
  | 'RSA-OAEP-256'
  | 'ECDH-ES'
  | 'ECDH-ES+A128KW'
  | 'ECDH-ES+A192KW'
  | 'ECDH-ES+A256KW'

/** How the content is encrypted (RFC 7518, section 5). */
export type ContentEncryption =
  | 'A128CBC-HS256'
  | 'A192CBC-HS384'
  | 'A256CBC-HS512'
  | 'A128GCM'
  | 'A192GCM'
  | 'A256GCM'

/** What a key of each algorithm is: a secret of so many bytes, or a public key of a kind. */
export interface KeyManagement {
  readonly kind: 'secret' | 'rsa' | 'agreement'
  /** Bytes of the secret; of `dir` the content encryption decides. */
  readonly secretBytes?: number
}

const secret = (secretBytes?: number): KeyManagement =>
  secretBytes === undefined ? { kind: 'secret' } : { kind: 'secret', secretBytes }
const rsa: KeyManagement = { kind: 'rsa' }
const agreement: KeyManagement = { kind: 'agreement' }

export const KEY_MANAGEMENT: ReadonlyMap<string, KeyManagement> = new Map<
  KeyManagementAlgorithm,
  KeyManagement
>([
  ['dir', secret()],
  ['A128KW', secret(16)],
  ['A192KW', secret(24)],
  ['A256KW', secret(32)],
  ['RSA-OAEP', rsa],
  ['RSA-OAEP-256', rsa],
  ['ECDH-ES', agreement],
  ['ECDH-ES+A128KW', agreement],
  ['ECDH-ES+A192KW', agreement],
  ['ECDH-ES+A256KW', agreement],
])

/** Bytes of the content key of each `enc`. */
export const CONTENT_KEY_BYTES: ReadonlyMap<string, number> = new Map<ContentEncryption, number>([
  ['A128CBC-HS256', 32],
  ['A192CBC-HS384', 48],
  ['A256CBC-HS512', 64],
  ['A128GCM', 16],
  ['A192GCM', 24],
  ['A256GCM', 32],
])

/** Algorithms that others have and that are not here, with what to use instead. */
export const REFUSED_KEY_MANAGEMENT: ReadonlyMap<string, string> = new Map([
  [
    'RSA1_5',
    'is refused: its padding lets whoever can send tokens to a reader open other tokens (RFC 8725, section 3.2). Use RSA-OAEP-256',
  ],
  ...['PBES2-HS256+A128KW', 'PBES2-HS384+A192KW', 'PBES2-HS512+A256KW'].map((name): [string, string] => [
    name,
    'is refused: a password is no key. Use A256KW with a random secret',
  ]),
])

/** The curves on which a key can be agreed, by Node's names. */
export const AGREEMENT_CURVES: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1']
