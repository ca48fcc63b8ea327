import type { NumericDate } from '@meishi/core'
import type { Paint } from '../paint.js'
import { printable, printableJson } from '../printable.js'
import { durationWords, instantWords } from '../time-words.js'
import type { KeyDescription } from './matching-key.js'

type Claims = Readonly<Record<string, unknown>>

const TIMES = ['iat', 'nbf', 'exp', 'auth_time']

/** The times of a token in words, by claim. */
export function timesOf(claims: Claims, now: NumericDate): Readonly<Record<string, string>> {
  const times = TIMES.filter((name) => Object.hasOwn(claims, name))
  const words = times.map((name): [string, string] => [name, instantWords(claims[name], now)])
  const { iat, exp } = claims
  if (typeof iat === 'number' && typeof exp === 'number') words.push(['lifetime', durationWords(exp - iat)])
  return Object.fromEntries(words)
}

/** Names and values in two columns. */
export function rows(values: Readonly<Record<string, string>>, { faint }: Paint): string[] {
  const width = Math.max(0, ...Object.keys(values).map(({ length }) => length)) + 2
  return Object.entries(values).map(([name, value]) => `  ${faint(name.padEnd(width))}${printable(value)}`)
}

export function keyWords({ from, kid, alg, thumbprint }: KeyDescription): string {
  const name = kid === undefined ? 'without a kid' : `kid ${kid}`
  return `${name}, ${alg}, from ${from}${thumbprint === undefined ? '' : `, thumbprint ${thumbprint}`}`
}

/** A titled block of JSON. */
export function block(title: string, data: unknown, { strong }: Paint): string[] {
  return ['', strong(title), ...printableJson(data).split('\n')]
}
