import { describe, expect, it } from 'vitest'
import { type JsonObject, parseJsonObject } from './json-object.js'

const read = (text: string): JsonObject | undefined => parseJsonObject(Buffer.from(text))
const nested = (depth: number): string => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`

describe('a strict JSON object', () => {
  it.each([
    '{}',
    ' {"a" : 1,\n"b":[{"c":null},[2]]} ',
    '{"a:b":"c:d","e":"{"}',
    '{"quote":"\\"","slash":"\\\\","both":"\\\\\\":"}',
    '{"":{"":{"":1}}}',
    '{"a":"\\":","b":"\\" :"}',
    '{"a":"x :","b":":"}',
    '{"text":"é 名刺 \\ud83d"}',
  ])('is read as JSON.parse reads it: %s', (text) => {
    expect(read(text)).toEqual(JSON.parse(text))
  })

  it.each([
    ['a list', '[]'],
    ['a list of objects', '[{"a":1}]'],
    ['a string', '"text"'],
    ['a number', '1'],
    ['null', 'null'],
    ['true', 'true'],
    ['nothing', ''],
    ['two objects', '{}{}'],
    ['a byte order mark', '\ufeff{}'],
    ['a trailing comma', '{"a":1,}'],
    ['a comment', '{"a":1/* */}'],
    ['a string without an end', '{"a":"b}'],
    ['nothing but a string without an end', '"text'],
    ['a string whose end is escaped', '{"a":"b\\"}'],
    ['a bare control character', '{"a":"\u0001"}'],
    ['NaN', '{"a":NaN}'],
    ['too many brackets', '{"a":1}}'],
  ])('is not %s', (_what, text) => {
    expect(read(text)).toBeUndefined()
  })

  it.each([
    ['at the top', '{"alg":"ES256","alg":"none"}'],
    ['with the same value', '{"a":1,"a":1}'],
    ['under an escape', '{"alg":1,"\\u0061lg":2}'],
    ['in a nested object', '{"a":{"b":1,"b":2}}'],
    ['in an object of a list', '{"a":[{"b":1,"b":2}]}'],
    ['whose first value had as many members', '{"a":{"b":1},"a":{"b":1}}'],
    ['named __proto__', '{"__proto__":{},"__proto__":{}}'],
    ['behind white space', '{"a":1,"a" :2}'],
    ['behind a line break', '{"a":1,"a"\n:2}'],
    ['beside as many colons in text as it has members', '{"a":"b:c","a":1}'],
    ['beside text that looks like a name', '{"a":"\\":","b":1,"b":2}'],
    ['beside text that looks like the name behind white space', '{"a":"\\" :","b":1,"b" :2}'],
  ])('has no repeated member %s', (_where, text) => {
    expect(read(text)).toBeUndefined()
  })

  it('may repeat a name in another object', () => {
    expect(read('{"a":{"a":[{"a":1},{"a":1}]}}')).toBeDefined()
  })

  it.each([
    ['objects', nested],
    ['lists', (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`],
  ])('has at most 16 levels of %s', (_what, make) => {
    expect(read(make(16))).toBeDefined()
    expect(read(make(17))).toBeUndefined()
  })

  it('is refused, not followed, where it is deep enough to exhaust the stack', () => {
    expect(read(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toBeUndefined()
  })

  it('counts levels, not brackets', () => {
    expect(read(`{"a":[${'[],'.repeat(40)}{}]}`)).toBeDefined()
    expect(read(`{"a":"${'['.repeat(40)}"}`)).toBeDefined()
  })

  it.each([
    ['an invalid byte', [0x22, 0xff, 0x22]],
    ['an overlong spelling', [0x22, 0xc0, 0xaf, 0x22]],
    ['half of a surrogate pair', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['a cut sequence', [0x22, 0xe5, 0x90, 0x22]],
  ])('is UTF-8 without %s', (_what, bytes) => {
    const json = Buffer.concat([Buffer.from('{"a":'), Buffer.from(bytes), Buffer.from('}')])
    expect(parseJsonObject(json)).toBeUndefined()
  })

  it('keeps __proto__ as a member and inherits nothing from it', () => {
    const value = read('{"__proto__":{"admin":true}}')
    expect(Object.keys(value ?? {})).toEqual(['__proto__'])
    expect((value as { admin?: unknown }).admin).toBeUndefined()
  })

  it('is frozen to the last level', () => {
    const value = read('{"a":{"b":[{"c":1}]}}') as { a: { b: [{ c: number }] } }
    for (const level of [value, value.a, value.a.b, value.a.b[0]]) expect(Object.isFrozen(level)).toBe(true)
  })
})
