import fc from 'fast-check'
import { expect, test } from 'vitest'
import { challenge } from '../../packages/core/src/errors/challenge.js'

const RUNS = { numRuns: 3000 }
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom('"', '\\', ',', ' ', '=', '\r', '\n', '\t', '\0', 'é', 'a'),
    maxLength: 12,
  }),
)
const parameters = fc.record({
  realm: fc.option(value, { nil: undefined }),
  error: fc.option(value, { nil: undefined }),
  scope: fc.option(value, { nil: undefined }),
})

/** A parser of RFC 9110, sections 5.6.4 and 11.2, for what is written here. */
function parse(text: string): [string, string][] {
  const pairs: [string, string][] = []
  const pair = /([a-z_]+)="((?:[^"\\]|\\.)*)"(?:, |$)/y
  while (pair.lastIndex < text.length) {
    const found = pair.exec(text)
    if (found === null) throw new Error(`not a list of parameters: ${text}`)
    pairs.push([found[1] ?? '', (found[2] ?? '').replace(/\\(.)/g, '$1')])
  }
  return pairs
}

test('a challenge reads back as its parameters, without what no quoted string can hold', () => {
  fc.assert(
    fc.property(parameters, (written) => {
      const text = challenge('Bearer', written)
      const expected = Object.entries(written).flatMap(([name, one]) =>
        one === undefined ? [] : [[name, one.replace(/[^\x20-\x7e]/g, '')]],
      )
      expect(text.startsWith(expected.length === 0 ? 'Bearer' : 'Bearer ')).toBe(true)
      expect(parse(text.slice('Bearer '.length))).toEqual(expected)
    }),
    RUNS,
  )
})

test('a challenge is one line of visible ASCII and spaces', () => {
  fc.assert(
    fc.property(parameters, (written) => {
      expect(challenge('Bearer', written)).toMatch(/^[\x20-\x7e]+$/)
    }),
    RUNS,
  )
})
