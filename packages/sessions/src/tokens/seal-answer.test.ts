import { expect, test } from 'vitest'
import { openAnswer, sealAnswer } from './seal-answer.js'

const ANSWER = '{"refresh_token":"名刺"}'
const sealed = sealAnswer(ANSWER, 'spent', 'sid')

test('who holds the spent token of this session reads the answer', () => {
  expect(openAnswer(sealed, 'spent', 'sid')).toBe(ANSWER)
  expect(sealed).toMatch(/^[\w-]+$/)
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('refresh_token')
  expect(sealAnswer(ANSWER, 'spent', 'sid')).not.toBe(sealed)
})

test.each([
  ['another token', sealed, 'spen', 'sid'],
  ['another session', sealed, 'spent', 'sis'],
  ['what was shortened', sealed.slice(0, 30), 'spent', 'sid'],
  ['what was altered', (sealed.startsWith('A') ? 'B' : 'A') + sealed.slice(1), 'spent', 'sid'],
  ['nothing', '', 'spent', 'sid'],
])('nobody reads it with %s', (_name, text, token, sid) => {
  expect(openAnswer(text, token, sid)).toBe(undefined)
})
