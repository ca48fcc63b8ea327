import { describe, expect, test } from 'vitest'
import { broken, good, told } from '../test-support/broken-plugin.js'

const TAGS = 'expected a value without a tag'
const WELL_FORMED = 'expected well-formed YAML or JSON'
const ALIASES = 'expected at most 100 aliases, those of aliases counted each time'

describe('YAML', () => {
  test.each([
    [
      'a tab as indentation',
      broken('  e: AQAB', '\te: AQAB'),
      '13:1 - expected indentation by spaces, not tabs',
    ],
    ['a field twice', `${good}parameter: X-Token\n`, '18:1 - expected each field once'],
    ['a field twice in a key', broken('use: sig', 'kty: RSA'), '14:3 - expected each field once'],
    ['a second document', `${good}---\n${good}`, '18:1 - expected a single document; another begins here'],
    ['an open quote', broken('X-Token', '"X-Token'), /^18:1 - expected a closing quote or bracket/],
    ['an open bracket', broken('X-Token', '[X-Token'), /^2:1 - expected indentation that agrees/],
    [
      'bad indentation',
      broken('  use: sig', '   use: sig'),
      /^13:6 - expected one name and one value on a line/,
    ],
    ['two values on a line', broken('X-Token', 'a: b'), /^1:12 - expected one name and one value on a line/],
    ['a name without colon', broken('kid: key-1', 'kid'), /^15:3 - expected a colon and a space/],
    ['a reserved character', broken('X-Token', '@token'), /^1:12 - expected quotes around a text/],
    [
      'an unknown escape',
      broken('X-Token', '"X\\-Token"'),
      '1:14 - expected a known letter after the backslash',
    ],
    ['a list as name', `? [a]\n: b\n${good}`, '1:3 - expected the name of a field'],
    ['an alias as name', broken('parameterLocation', '*a '), '2:1 - expected the name of a field'],
    ['an unknown tag', broken('X-Token', '!!binary WA=='), `1:12 - ${TAGS}`],
    ['a tag of one’s own', broken('X-Token', '!env TOKEN'), `1:12 - ${TAGS}`],
    ['an unknown directive', `%SECRET x\n---\n${good}`, '1:1 - expected YAML 1.2 without other directives'],
    ['two anchors', broken('X-Token', '&a &b x'), `1:15 - ${WELL_FORMED}`],
  ])('with %s is refused at its place', (_title, text, expected) => {
    expect(told(text)).toMatch(expected)
  })
})

describe('JSON', () => {
  test.each([
    ['a field twice', '{"parameter": "a",\n "parameter": "a"}', '2:2 - expected each field once'],
    ['an open brace', '{"parameter": "a"\n', '2:1 - expected a closing quote or bracket, a comma or a space'],
    ['text after its end', '{} x', '1:4 - expected the end of the value'],
  ])('with %s is refused at its place', (_title, text, expected) => {
    expect(told(text)).toBe(expected)
  })
})

describe('what would take the parser down', () => {
  test.each([
    ['brackets', '['.repeat(500_000), '1:32'],
    ['braces', '{"a":'.repeat(100_000), '1:156'],
    ['dashes', '- '.repeat(100_000), '1:63'],
    ['indentation', Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''), '32:32'],
  ])('is stopped: nested %s', (_title, text, place) => {
    expect(told(text)).toBe(`${place} - expected less nesting than this`)
  })

  test.each([
    [
      'aliases of aliases',
      'a: &a [x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c]\ne: [*d,*d,*d,*d]',
      '1:1',
    ],
    ['very many aliases', `a: &a x\nb: [${'*a, '.repeat(101)}]`, '2:405'],
  ])('is stopped: %s', (_title, text, place) => {
    expect(told(text)).toBe(`${place} - ${ALIASES}`)
  })

  test.each([
    ['an alias without anchor', broken('X-Token', '*token'), '1:12'],
    ['an alias before its anchor', broken('X-Token', '*key').replace('key-1', '&key key-1'), '1:12'],
  ])('is stopped: %s', (_title, text, place) => {
    expect(told(text)).toBe(`${place} - expected an alias whose anchor stands before it`)
  })

  test('is stopped: a list that holds itself', () => {
    expect(told(broken('X-Token', '&a [*a]'))).toBe('1:1 parameter expected a string that is not empty')
  })

  test('is nothing to fear of many fields', () => {
    const many = Array.from({ length: 30_000 }, (_, index) => `f${index}: 1\n`).join('')
    expect(told(many)).toMatch(/^1:1 f0 expected no such field/)
  })
})
