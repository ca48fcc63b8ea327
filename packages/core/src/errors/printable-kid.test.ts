import { expect, it } from 'vitest'
import { printableKid } from './printable-kid.js'

const SHOWN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~:/=+-'
const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))

it('shows the characters that are only characters, and no others', () => {
  const shown = ASCII.filter((character) => character !== '?' && printableKid(character) === character)
  expect(shown.sort()).toEqual([...SHOWN].sort())
  expect(
    ASCII.filter((character) => !SHOWN.includes(character))
      .map(printableKid)
      .join(''),
  ).toMatch(/^\?+$/)
})

it.each([
  ['a line break', 'a\r\nSet-Cookie: x', 'a??Set-Cookie:?x'],
  ['another script', '名刺', '??'],
  ['an emoji', '😀', '??'],
  ['nothing', '', ''],
  ['64 characters', 'a'.repeat(64), 'a'.repeat(64)],
  ['a megabyte', 'a'.repeat(1_000_000), 'a'.repeat(64)],
])('cleans %s', (_what, kid, shown) => {
  expect(printableKid(kid)).toBe(shown)
})
