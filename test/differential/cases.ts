import fc, { type Arbitrary } from 'fast-check'
import type { Case, Change, Part, SignatureChange, Spelling } from './build.js'
import { AROUND, any, BYTES, CLAIMS, HEADERS, MEMBERS } from './pools.js'
import type { Trusted } from './trust.js'

const one = <const Value>(...values: Value[]): Arbitrary<Value> => fc.constantFrom(...values)
const at = fc.nat(2000)
const part = one<Part>('header', 'payload')

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
