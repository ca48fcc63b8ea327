/** The algorithms that a content encryption key comes by (RFC 7518, section 4.1). */
export type KeyManagementName =
  | 'RSA-OAEP'
  | 'RSA-OAEP-256'
  | 'ECDH-ES'
  | 'ECDH-ES+A128KW'
  | 'ECDH-ES+A192KW'
  | 'ECDH-ES+A256KW'
  | 'A128KW'
  | 'A192KW'
  | 'A256KW'
  | 'dir'

/** The algorithms that the content is encrypted with (RFC 7518, section 5.1). */
export type ContentEncryptionName =
  | 'A128CBC-HS256'
  | 'A192CBC-HS384'
  | 'A256CBC-HS512'
  | 'A128GCM'
  | 'A192GCM'
  | 'A256GCM'

/** One row of the table of `alg`. */
export interface KeyManagement {
  readonly name: KeyManagementName
  /** What key it needs: an RSA key, one that agrees on secrets (EC or X25519), or a secret. */
  readonly needs: 'RSA' | 'agreement' | 'secret'
  /** Exact length of a secret; that of `dir` is the one which its encryption needs. */
  readonly secretBytes?: number
  /** The key itself, or what was agreed on, encrypts the content: the token carries no encrypted key. */
  readonly isDirect: boolean
}

/** One row of the table of `enc`. */
export interface ContentEncryption {
  readonly name: ContentEncryptionName
  readonly keyBytes: number
}

const row = (
  name: KeyManagementName,
  needs: KeyManagement['needs'],
  secretBytes?: number,
): KeyManagement => ({
  name,
  needs,
  ...(secretBytes !== undefined && { secretBytes }),
  isDirect: name === 'dir' || name === 'ECDH-ES',
})

/**
 * Every `alg` by its name, exact case. Left out on purpose: RSA1_5, whose padding tells what is inside, and PBES2,
 * whose work the sender chooses (RFC 8725, section 3.2).
 */
export const KEY_MANAGEMENTS: ReadonlyMap<string, KeyManagement> = new Map(
  [
    row('RSA-OAEP', 'RSA'),
    row('RSA-OAEP-256', 'RSA'),
    row('ECDH-ES', 'agreement'),
    row('ECDH-ES+A128KW', 'agreement'),
    row('ECDH-ES+A192KW', 'agreement'),
    row('ECDH-ES+A256KW', 'agreement'),
    row('A128KW', 'secret', 16),
    row('A192KW', 'secret', 24),
    row('A256KW', 'secret', 32),
    row('dir', 'secret'),
  ].map((one) => [one.name, one]),
)

/** Every `enc` by its name, exact case. */
export const CONTENT_ENCRYPTIONS: ReadonlyMap<string, ContentEncryption> = new Map(
  (
    [
      ['A128CBC-HS256', 32],
      ['A192CBC-HS384', 48],
      ['A256CBC-HS512', 64],
      ['A128GCM', 16],
      ['A192GCM', 24],
      ['A256GCM', 32],
    ] as const
  ).map(([name, keyBytes]) => [name, { name, keyBytes }]),
)
