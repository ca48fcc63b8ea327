import { strict as assert } from 'node:assert'
import { inspect } from 'node:util'
import { type RawAnswer, valuesOf } from './raw-http.js'

/** Compares, and says which rule was broken: runners show no values where an assertion has a message. */
export function agree(actual: unknown, expected: unknown, rule: string): void {
  assert.deepEqual(actual, expected, `${rule}\n  expected: ${show(expected)}\n  but it was: ${show(actual)}`)
}

const show = (value: unknown): string => inspect(value, { depth: 5, breakLength: Number.POSITIVE_INFINITY })

/** What an answer looks like: its status, and every header that meishi writes. */
export interface Face {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
}

const OURS = [
  'WWW-Authenticate',
  'Cache-Control',
  'Retry-After',
  'X-Ca-Error-Code',
  'X-Ca-Error-Message',
] as const

/** The status is right, every header is there once and unchanged, and there is no other one of meishi's. */
export function hasFace(answer: RawAnswer, { status, headers = {} }: Face): void {
  agree(answer.status, status, 'the status is that of the error (`error.status`)')
  for (const name of OURS) {
    const expected = headers[name] === undefined ? [] : [headers[name]]
    const rule = `${name} is as protect() has set it, which is also in \`error.headers\``
    agree(valuesOf(answer, name), expected, rule)
  }
}

/** Where code stands, as in the lines of a stack. */
const PLACE = /\.[cm]?[jt]s:\d+:\d+|node:internal/

/** Nothing of the secrets is in the answer, and nothing of a stack. */
export function keepsQuiet(answer: RawAnswer, secrets: readonly string[]): void {
  const told = secrets.filter((secret) => answer.bytes.includes(secret))
  agree(told, [], 'the answer tells nothing of the token, nor what only operators may know')
  agree(PLACE.exec(answer.bytes)?.[0], undefined, 'the answer shows no stack')
}

/** The parts of a token that nobody may repeat. */
export function partsOf(token: string): readonly string[] {
  return token.split('.').slice(1)
}
