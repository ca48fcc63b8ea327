import { type Attack, tokens } from '../attack.js'
import { claims, ec, headerOf, mint, now, seal } from '../keys.js'

/** A payload in which one claim is written as no JSON library would write it. */
const written = (name: string, text: string): string => {
  const rest = JSON.stringify(claims({ [name]: undefined }))
  return seal(headerOf(ec), `{"${name}":${text},${rest.slice(1)}`)
}

const inheriting = (): string =>
  seal(
    headerOf(ec),
    `{"__proto__":{"exp":99999999999},${JSON.stringify(claims({ exp: undefined })).slice(1)}`,
  )

type Row = readonly [what: string, text: string]

/** No time at all, whichever claim it stands in. */
const NO_TIMES: readonly Row[] = [
  ['below zero', '-1'],
  ['far below zero', '-1e300'],
  ['a twenty-one digit number', '1e21'],
  ['in milliseconds', String(Date.now())],
  ['just beyond the last date', '253402300800'],
  ['beyond every number', '1e999'],
  ['below every number', '-1e999'],
  ['a number as text', '"1"'],
  ['a far number as text', '"99999999999"'],
  ['text', '"never"'],
  ['a date as text', '"2999-01-01T00:00:00Z"'],
  ['of no characters', '""'],
  ['null', 'null'],
  ['true', 'true'],
  ['false', 'false'],
  ['a list', '[99999999999]'],
  ['an object', '{"valueOf":99999999999}'],
]

/** No JSON, whichever claim it stands in. */
const NO_JSON: readonly Row[] = [
  ['NaN', 'NaN'],
  ['Infinity', 'Infinity'],
  ['in hexadecimal', '0xffffffff'],
  ['with a plus', '+99999999999'],
  ['with a leading zero', '099999999999'],
  ['a big integer', '99999999999n'],
]

const unusual: readonly Attack[] = ['exp', 'nbf', 'iat'].flatMap((claim) => [
  ...tokens(
    NO_TIMES.map(([what, text]) => [`${claim} ${what}`, 'claim_refused', () => written(claim, text)]),
  ),
  ...tokens(
    NO_JSON.map(([what, text]) => [`${claim} ${what}`, 'token_malformed', () => written(claim, text)]),
  ),
])

export const TIMES: readonly Attack[] = [
  ...unusual,
  ...tokens([
    ['exp left out', 'claim_missing', () => mint({ exp: undefined })],
    ['exp inherited through __proto__', 'claim_missing', () => inheriting()],
    ['exp an hour ago', 'token_expired', () => mint({ exp: now() - 3600 })],
    ['exp a fraction before the tolerance ends', 'token_expired', () => mint({ exp: now() - 5.5 })],
    ['exp zero', 'token_expired', () => written('exp', '0')],
    ['exp minus zero', 'token_expired', () => written('exp', '-0')],
    ['exp smaller than every fraction', 'token_expired', () => written('exp', '1e-999')],
    ['nbf in an hour', 'token_not_active', () => mint({ nbf: now() + 3600 })],
    ['nbf in an hour and a fraction', 'token_not_active', () => mint({ nbf: now() + 3600.5 })],
    ['nbf on the last date', 'token_not_active', () => written('nbf', '253402300799')],
    ['iat in an hour', 'token_not_active', () => mint({ iat: now() + 3600, exp: now() + 7200 })],
    ['iat after exp', 'token_not_active', () => mint({ iat: now() + 900 })],
    ['exp and nbf both gone by', 'token_expired', () => mint({ exp: 1, nbf: 1, iat: 1 })],
    ['a fractional exp passes', 'passed', () => mint({ exp: now() + 300.25 })],
    ['exp in exponents passes', 'passed', () => written('exp', '9.9e9')],
    ['a fractional nbf and iat pass', 'passed', () => mint({ nbf: now() - 1.5, iat: now() - 0.5 })],
    ['nbf minus zero passes', 'passed', () => written('nbf', '-0')],
  ]),
]
