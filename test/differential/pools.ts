import fc, { type Arbitrary } from 'fast-check'
import { AUDIENCE, ISSUER, NOW } from './trust.js'

/** Any JSON. */
export const any = fc.jsonValue({ maxDepth: 2 })

/** A value that is likely to matter, or any. */
const or = (...values: unknown[]): Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: any })

const ALGORITHMS = [
  'none',
  'HS256',
  'RS256',
  'PS256',
  'ES256',
  'EdDSA',
  'Ed25519',
  'RS512',
  'ES384',
  'es256',
  'dir',
  '',
]
/** What may stand in a header. */
export const HEADERS: Readonly<Record<string, Arbitrary<unknown>>> = {
  alg: or(...ALGORITHMS),
  kid: or('es', 'rs', 'ps', 'ed', 'hs', 'gone', '', 1, null),
  typ: or('JWT', 'jwt', 'at+jwt', 'application/at+jwt', 'dpop+jwt', 'refresh+jwt', 'JWE', '', 1, null),
  crit: or(['b64'], ['exp'], ['x'], [], ['b64', 'b64'], 'b64', null),
  b64: or(true, false, null, 'false'),
  zip: or('DEF', null),
  enc: or('A256GCM', null),
  jwk: or({ kty: 'oct', k: 'AAAA' }),
  jku: or('https://evil.test/jwks.json'),
  cty: or('JWT'),
  x: any,
}

const LAST_DATE = 253_402_300_799
const times = or(
  NOW,
  NOW - 5,
  NOW - 4.5,
  NOW - 5.5,
  NOW + 5,
  NOW + 5.5,
  NOW - 1e6,
  NOW + 1e6,
  0,
  -1,
  -1e300,
  LAST_DATE,
  LAST_DATE + 1,
  1e21,
  1e300,
  String(NOW + 300),
  null,
  true,
  [NOW + 300],
)
/** What may stand in a payload. */
export const CLAIMS: Readonly<Record<string, Arbitrary<unknown>>> = {
  iss: or(ISSUER, [ISSUER], `${ISSUER}/`, 'https://evil.test', '', null, 1),
  aud: or(
    AUDIENCE,
    [AUDIENCE],
    ['https://else.test', AUDIENCE],
    [AUDIENCE, 1],
    [[AUDIENCE]],
    [null, AUDIENCE],
    'https://else.test',
    [],
    null,
    { 0: AUDIENCE, length: 1 },
  ),
  exp: times,
  nbf: times,
  iat: times,
  sub: any,
  jti: any,
  cnf: or({ jkt: 'AAAA' }, null, {}),
  scope: any,
}

/** Members as no library writes them. */
export const MEMBERS = [
  '"sub":"bob"',
  '"alg":"none"',
  '"kid":"es"',
  '"iss":"https://id.test"',
  '"\\u0073ub":"bob"',
  '"exp":1e999',
  '"nbf":-1e999',
  '"iat":-0',
  '"exp":1.8000003e9',
  '"__proto__":{"exp":1}',
  '"__proto__":{},"__proto__":[]',
  '"a":{"b":1,"b":2}',
  '"a":[{"b":1},{"b":2}]',
  '"a":":\\"{}[],"',
  '"a":"\\ud800"',
  '"":0',
  '"toString":1',
  '"a":NaN',
  '"a":01',
  'a:1',
  '"a":\'b\'',
  `"deep":${'['.repeat(15)}${']'.repeat(15)}`,
  `"deep":${'['.repeat(16)}${']'.repeat(16)}`,
  `"deep":${'{"a":'.repeat(16)}1${'}'.repeat(16)}`,
  `"large":"${'x'.repeat(12_500)}"`,
  `"large":"${'x'.repeat(8_000)}"`,
]
/** What may stand around a JSON text. */
export const AROUND: readonly (readonly [before: string, after: string])[] = [
  [' ', '\n'],
  ['\t', ''],
  ['\ufeff', ''],
  ['', '\ufeff'],
  ['', '\0'],
  ['[', ']'],
  ['"', '"'],
  ['', '{}'],
  ['/**/', ''],
  ['', ','],
]
/** Bytes that are no UTF-8, or letters beyond ASCII. */
export const BYTES = [
  [0xff],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xe2, 0x82],
  [0xf4, 0x90, 0x80, 0x80],
  [0xc3, 0xa9],
  [0x0a],
  [0xf0, 0x9f, 0x98, 0x80],
]
