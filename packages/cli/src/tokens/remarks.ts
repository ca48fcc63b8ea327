import type { NumericDate } from '@meishi/core'
import type { DecodedToken } from './decode-token.js'

type Test = (token: DecodedToken, now: NumericDate) => boolean

const has =
  (part: 'header' | 'claims', ...names: readonly string[]): Test =>
  (token) =>
    names.some((name) => Object.hasOwn(token[part] ?? {}, name))
const lacks =
  (part: 'header' | 'claims', name: string): Test =>
  (token) =>
    token[part] !== undefined && !Object.hasOwn(token[part], name)
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

/** What a reader should know of a token, besides what it says. */
const REMARKS: readonly (readonly [says: string, test: Test])[] = [
  ['nobody signed it: anybody can have made it', ({ kind }) => kind === 'unsecured'],
  ['it is encrypted: without its key only the header can be read', ({ kind }) => kind === 'encrypted'],
  ['it has expired', ({ claims }, now) => (number(claims?.exp) ?? Number.POSITIVE_INFINITY) <= now],
  ['it does not count yet', ({ claims }, now) => (number(claims?.nbf) ?? 0) > now],
  ['it was issued in the future', ({ claims }, now) => (number(claims?.iat) ?? 0) > now + 5],
  ['it has no exp: it is good for ever', lacks('claims', 'exp')],
  ['it has no aud: it is good everywhere', lacks('claims', 'aud')],
  ['it has no iss: nobody says who made it', lacks('claims', 'iss')],
  ['it lives for more than seven days', ({ claims }) => Number(claims?.exp) - Number(claims?.iat) > 604_800],
  ['its header brings a key, which meishi never reads', has('header', 'jwk', 'jku', 'x5u', 'x5c')],
  ['it is bound to a key (cnf), and good only with a proof of that', has('claims', 'cnf')],
  ['it is longer than 8 KiB, which many servers refuse in a header', ({ length }) => length > 8192],
]

export function remarksOn(token: DecodedToken, now: NumericDate): string[] {
  return REMARKS.filter(([, test]) => test(token, now)).map(([says]) => says)
}
