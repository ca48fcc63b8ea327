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
