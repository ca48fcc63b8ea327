import fc, { type Arbitrary } from 'fast-check'
import type { Case, Change, Part, SignatureChange, Spelling } from './build.js'
import { AUDIENCE, ISSUER, NOW, type Trusted } from './trust.js'

const any = fc.jsonValue({ maxDepth: 2 })
const one = <const Value>(...values: Value[]): Arbitrary<Value> => fc.constantFrom(...values)
/** A value that is likely to matter, or any. */
const or = (...values: unknown[]): Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: any })
const at = fc.nat(2000)
const part = one<Part>('header', 'payload')

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
const HEADERS: Readonly<Record<string, Arbitrary<unknown>>> = {
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
const CLAIMS: Readonly<Record<string, Arbitrary<unknown>>> = {
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
const MEMBERS = [
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
const AROUND: readonly (readonly [before: string, after: string])[] = [
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
const BYTES = [
  [0xff],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xe2, 0x82],
  [0xf4, 0x90, 0x80, 0x80],
  [0xc3, 0xa9],
  [0x0a],
  [0xf0, 0x9f, 0x98, 0x80],
]
const SPELLINGS: readonly Spelling[] = ['padded', 'stray', 'white', 'standard', 'longer', 'empty']
const SIGNATURES: readonly SignatureChange[] = [
  'bit',
  'short',
  'long',
  'zero',
  'ones',
  'none',
  'swapped',
  'stranger',
  'der',
]
const CHARACTERS = [
  '.',
  '=',
  '+',
  '/',
  '-',
  '_',
  'A',
  'z',
  ' ',
  '\n',
  '\t',
  '\0',
  '%',
  '\u00e9',
  '\u4e2d',
  '"',
  ',',
]

const member = (
  kind: 'header' | 'claim',
  values: Readonly<Record<string, Arbitrary<unknown>>>,
): Arbitrary<Change> =>
  fc.oneof(
    ...Object.entries(values).map(([name, value]) => fc.tuple(fc.constant(kind), fc.constant(name), value)),
  )

const segment = one<0 | 1 | 2>(0, 1, 2)

const change: Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: member('header', HEADERS) },
  { weight: 8, arbitrary: member('claim', CLAIMS) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('without header' as const), one('alg', 'kid')) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constant('without claim' as const), one('iss', 'aud', 'exp', 'iat', 'sub')),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(
      fc.constant('written' as const),
      part,
      one<'before' | 'after'>('before', 'after'),
      one(...MEMBERS),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(part, one(...AROUND))
      .map(([where, [before, after]]): Change => ['around', where, before, after]),
  },
  { weight: 2, arbitrary: fc.tuple(fc.constant('bytes' as const), part, one(...BYTES)) },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.constant('spelled' as const), one<0 | 1>(0, 1), one(...SPELLINGS), at),
  },
  { weight: 3, arbitrary: fc.tuple(fc.constant('respelled' as const), segment, one(...SPELLINGS), at) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('signature' as const), one(...SIGNATURES), at) },
  {
    weight: 2,
    arbitrary: fc.tuple(
      fc.constant('token' as const),
      one<'insert' | 'delete' | 'replace'>('insert', 'delete', 'replace'),
      at,
      one(...CHARACTERS),
    ),
  },
)

/** RSA signs slowly, so there is less of it. */
const signer: Arbitrary<Trusted> = fc.oneof(
  { weight: 5, arbitrary: one<Trusted>('ES256') },
  { weight: 4, arbitrary: one<Trusted>('Ed25519', 'HS256') },
  { weight: 1, arbitrary: one<Trusted>('RS256', 'PS256') },
)

/** Tokens of good issuers with up to three changes: mostly one, so that most of a token is as it should be. */
export const cases: Arbitrary<Case> = fc.record({
  signer,
  hasKid: fc.boolean(),
  extra: fc.dictionary(fc.string({ maxLength: 8 }), any, { maxKeys: 2 }),
  changes: fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 5, arbitrary: fc.tuple(change) },
    { weight: 2, arbitrary: fc.array(change, { minLength: 2, maxLength: 3 }) },
  ),
})
