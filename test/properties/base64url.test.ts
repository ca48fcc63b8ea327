import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase64url, isCanonicalBase64url } from '../../packages/core/src/jose/base64url.js'

const RUNS = { numRuns: 5000 }
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const alphabet = fc.constantFrom(...ALPHABET)
const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 })
const anyText = fc.oneof(
  fc.string({ unit: alphabet, maxLength: 12 }),
  fc.string({
    unit: fc.oneof(alphabet, fc.constantFrom('=', '+', '/', ' ', '\n', '\0', 'é', '.')),
    maxLength: 12,
  }),
  fc.string({ unit: 'binary', maxLength: 12 }),
)

/** Buffer reads leniently; a text is canonical exactly if writing what was read gives the same text. */
const oracle = (text: string): Buffer | undefined => {
  const read = Buffer.from(text, 'base64url')
  return text !== '' && read.toString('base64url') === text ? read : undefined
}

describe('decoding', () => {
  test('gives back all bytes that were encoded', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(decodeBase64url(Buffer.from(value).toString('base64url'))).toEqual(Buffer.from(value))
      }),
      RUNS,
    )
  })

  test('accepts a text exactly if it is the one spelling that Buffer writes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(decodeBase64url(text)).toEqual(oracle(text))
      }),
      RUNS,
    )
  })

  test('has one spelling for every value of the last characters', () => {
    for (const length of [1, 2, 3]) {
      const accepted = [...spellings(length)].filter((text) => isCanonicalBase64url(text))
      expect(accepted).toEqual([...spellings(length)].filter((text) => oracle(text) !== undefined))
    }
  })

  test('refuses every single change that leaves the bytes as they are', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), fc.constantFrom(...ALPHABET, '=', ' ', ''), (value, where, character) => {
        const text = Buffer.from(value).toString('base64url')
        const at = where % (text.length + 1)
        for (const changed of [
          text.slice(0, at) + character + text.slice(at),
          text.slice(0, at) + character + text.slice(at + 1),
        ]) {
          const read = decodeBase64url(changed)
          if (changed !== text && read !== undefined) expect(read.equals(value)).toBe(false)
        }
      }),
      RUNS,
    )
  })
})

function* spellings(length: number): Generator<string> {
  if (length === 0) yield ''
  else for (const start of spellings(length - 1)) for (const character of ALPHABET) yield start + character
}
