import { expect, test } from 'vitest'
import { durationWords, instantWords } from './time-words.js'

test.each([
  [0, '0 seconds'],
  [1, '1 second'],
  [59.6, '1 minute'],
  [90, '1 minute 30 seconds'],
  [3600, '1 hour'],
  [7200 + 61, '2 hours 1 minute'],
  [86_400 * 7, '7 days'],
  [31_622_400, '1 year 1 day'],
  [-5, '5 seconds'],
])('%d s are %s', (seconds, words) => {
  expect(durationWords(seconds)).toBe(words)
})

test.each([
  [1000, 1000, '1970-01-01T00:16:40Z, now'],
  [1060, 1000, '1970-01-01T00:17:40Z, in 1 minute'],
  [940, 1000, '1970-01-01T00:15:40Z, 1 minute ago'],
  [1000.5, 1000, '1970-01-01T00:16:40.500Z, in 1 second'],
  ['1000', 1000, 'not a time'],
  [1e300, 1000, 'not a time'],
  [Number.NaN, 1000, 'not a time'],
])('%j at %d is %s', (instant, now, words) => {
  expect(instantWords(instant, now)).toBe(words)
})
