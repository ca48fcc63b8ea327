import { describe, expect, it } from 'vitest'
import { decodeBase64url, isCanonicalBase64url } from './base64url.js'

const ALPHABET = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']

describe('canonical base64url', () => {
  it.each([
    ['two characters', 'A', 1],
    ['three characters', 'AA', 2],
  ])('has one spelling for each byte at the end of %s', (_what, start, bytes) => {
    const canonical = ALPHABET.map((last) => start + last).filter(isCanonicalBase64url)
    const spellings = canonical.map((text) => Buffer.from(text, 'base64url').toString('base64url'))
    expect(spellings).toEqual(canonical)
    expect(canonical).toHaveLength(bytes === 1 ? 4 : 16)
  })

  it.each([0, 1, 2, 3, 4, 5, 31, 32, 33])('accepts how %i bytes are really written', (length) => {
    expect(isCanonicalBase64url(Buffer.alloc(length, 0xfb).toString('base64url'))).toBe(true)
  })

  it.each(['A', 'AAAAA'])('refuses the impossible length of %j', (text) => {
    expect(isCanonicalBase64url(text)).toBe(false)
  })
})

describe('decoding base64url', () => {
  it('gives the bytes back', () => {
    const bytes = Buffer.from([0, 1, 62, 63, 0xfb, 0xff])
    expect(decodeBase64url(bytes.toString('base64url'))).toEqual(bytes)
  })

  it.each([
    ['padding', 'AA=='],
    ['a space', 'A A'],
    ['a line break at the end', 'AAAA\n'],
    ['a plus of plain base64', 'AA+A'],
    ['a slash of plain base64', 'AA/A'],
    ['a foreign character', 'AAÄA'],
    ['stray bits', 'AB'],
    ['an impossible length', 'AAAAA'],
    ['a character whose lower half is a letter', 'A\u0141AA'],
    ['nothing', ''],
  ])('refuses %s', (_what, text) => {
    expect(decodeBase64url(text)).toBeUndefined()
  })

  it.each([0, 1, 2, 3, 4, 5, 6])('takes nothing but the alphabet at place %i of seven', (place) => {
    const taken = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(
      (character) =>
        decodeBase64url(`AAAAAAA`.slice(0, place) + character + 'AAAAAAA'.slice(place + 1)) !== undefined,
    )
    const expected = place === 6 ? ALPHABET.filter((_, index) => index % 4 === 0) : ALPHABET
    expect(taken.sort()).toEqual([...expected].sort())
  })
})
