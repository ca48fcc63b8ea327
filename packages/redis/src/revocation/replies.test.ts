import { expect, test } from 'vitest'
import { cursorOf, listOf, numberOf, positionOf, textOf } from './replies.js'

test.each<[name: string, read: (answer: unknown) => unknown, answer: unknown, value: unknown]>([
  ['a list', listOf, ['a'], ['a']],
  ['an empty list', listOf, [], []],
  ['a text', textOf, 'a', 'a'],
  ['a buffer', textOf, Buffer.from('ä'), 'ä'],
  ['a number as text', textOf, 5, '5'],
  ['an empty text', textOf, '', ''],
  ['a number', numberOf, 5, 5],
  ['a number in letters', numberOf, '-5', -5],
  ['a number in a buffer', numberOf, Buffer.from('123456789012345'), 123456789012345],
  ['a cursor above every safe number', cursorOf, '18446744073709551615', '18446744073709551615'],
  ['a cursor in a buffer', cursorOf, Buffer.from('0'), '0'],
  ['a position', positionOf, ['1-2', []], '1-2'],
  ['a position in a buffer', positionOf, [Buffer.from('1-2'), []], '1-2'],
])('%s is read', (_name, read, answer, value) => {
  expect(read(answer)).toEqual(value)
})

test.each<[name: string, read: (answer: unknown) => unknown, answers: readonly unknown[]]>([
  ['list', listOf, [null, undefined, 'a', 5, {}, { length: 0 }, new Map(), new Set(), Buffer.from('a')]],
  ['text', textOf, [null, undefined, true, {}, [], ['a'], new Error('a')]],
  [
    'number',
    numberOf,
    [null, '', ' ', '5 ', '1.5', 1.5, '1e3', '0x10', 'NaN', Number.NaN, Infinity, '9007199254740993', [5]],
  ],
  ['cursor', cursorOf, [null, '', '-1', '1.5', 'a', ['0'], '0\n1']],
  ['position', positionOf, [null, 'a', [], [null], ['1'], ['1-'], ['1-2-3'], ['a-1'], [['1-2']]]],
])('what is no %s is an error, which says nothing of it', (_name, read, answers) => {
  for (const answer of answers)
    expect(() => read(answer)).toThrow(/^Redis gave an answer that cannot be read$/)
})
