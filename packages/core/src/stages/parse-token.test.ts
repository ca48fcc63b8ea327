import { describe, expect, it } from 'vitest'
import { encodeToken } from '../testing.js'
import { parseToken } from './parse-token.js'

const b64 = (text: string): string => Buffer.from(text).toString('base64url')
const HEADER = b64('{"alg":"ES256","kid":"a"}')
const PAYLOAD = b64('{"sub":"alice"}')
const SIGNATURE = Buffer.alloc(64, 0xfb).toString('base64url')
const TOKEN = `${HEADER}.${PAYLOAD}.${SIGNATURE}`

const refusal = (code: string, text: string) =>
  expect.objectContaining({ code, detail: { length: text.length } })

describe('a compact token', () => {
  it('is taken apart, and nothing in it is believed', () => {
    expect(parseToken(TOKEN)).toEqual({
      header: { alg: 'ES256', kid: 'a' },
      facts: { alg: 'ES256', kid: 'a', typ: undefined, isStrange: false },
      signingInput: `${HEADER}.${PAYLOAD}`,
      payload: Buffer.from('{"sub":"alice"}'),
      signature: Buffer.alloc(64, 0xfb),
      length: TOKEN.length,
      claims: undefined,
    })
  })

  it('may have no signature, which no algorithm here accepts', () => {
    expect(parseToken(`${HEADER}.${PAYLOAD}.`).signature).toHaveLength(0)
  })

  it.each([
    ['is not empty', ''],
    ['is not one part', HEADER],
    ['is not one part that is a header but for its end', `${HEADER}A`],
    ['is not two parts', `${HEADER}.${PAYLOAD}`],
    ['is not four parts', `${TOKEN}.${SIGNATURE}`],
    ['is not four parts, the last empty', `${TOKEN}.`],
    ['is not six parts', `${TOKEN}.${TOKEN}`],
    ['has a header', `.${PAYLOAD}.${SIGNATURE}`],
    ['has a payload', `${HEADER}..${SIGNATURE}`],
    ['is not the JSON serialization', `{"payload":"${PAYLOAD}","signature":"${SIGNATURE}"}`],
    ['has no line break after it', `${TOKEN}\n`],
    ['has no space before it', ` ${TOKEN}`],
    ['has no NUL in it', `${HEADER}.${PAYLOAD}\0.${SIGNATURE}`],
    ['has no scheme before it', `Bearer ${TOKEN}`],
  ])('%s', (_what, text) => {
    expect(() => parseToken(text)).toThrow(refusal('token_malformed', text))
  })

  const parts = [HEADER, PAYLOAD, SIGNATURE]
  const spoilt = (at: number, change: (part: string) => string): string =>
    parts.map((part, index) => (index === at ? change(part) : part)).join('.')
  const WAYS: [string, (part: string) => string][] = [
    ['padding', (part) => `${part}=`],
    ['more padding', (part) => `${part}==`],
    ['a space', (part) => `${part.slice(0, 4)} ${part.slice(4)}`],
    ['a line break', (part) => `${part.slice(0, 4)}\r\n${part.slice(4)}`],
    ['a plus', (part) => `+${part.slice(1)}`],
    ['a slash', (part) => `/${part.slice(1)}`],
    ['a percent escape', (part) => `%41${part.slice(1)}`],
    ['a letter beyond ASCII', (part) => `é${part.slice(1)}`],
    ['an impossible length', (part) => part.slice(0, part.length - ((part.length + 3) % 4))],
  ]
  it.each(WAYS.flatMap(([what, change]) => [0, 1, 2].map((at) => [what, at, spoilt(at, change)] as const)))(
    'has one spelling: %s in part %i is refused',
    (_what, _at, text) => {
      expect(() => parseToken(text)).toThrow(refusal('token_malformed', text))
    },
  )

  it.each([
    ['header', encodeToken('{"alg":"ES256" }', '{"a":12}', () => Buffer.alloc(64)), 0],
    ['payload', encodeToken('{"alg":"ES256"}', '{"a":1}', () => Buffer.alloc(64)), 1],
    ['signature', encodeToken('{"alg":"ES256"}', '{"a":12}', () => Buffer.alloc(64)), 2],
  ])('has no stray bits in its %s', (_what, good, at) => {
    const strayed = good
      .split('.')
      .map((part, index) => (index === at ? nextLetter(part) : part))
      .join('.')
    expect(parseToken(good).length).toBe(good.length)
    expect(Buffer.from(strayed.split('.')[at] ?? '', 'base64url')).toEqual(
      Buffer.from(good.split('.')[at] ?? '', 'base64url'),
    )
    expect(() => parseToken(strayed)).toThrow(refusal('token_malformed', strayed))
  })
})

/** The same bytes with another last letter: only bits that mean nothing are changed. */
function nextLetter(part: string): string {
  const last = part.charCodeAt(part.length - 1)
  return part.slice(0, -1) + String.fromCharCode(last + 1)
}

describe('the header of a token', () => {
  it.each([
    ['is JSON', 'alg'],
    ['is an object', '["ES256"]'],
    ['is not null', 'null'],
    ['repeats no member', '{"alg":"ES256","alg":"none"}'],
    ['is at most 16 levels deep', `{"alg":"ES256","a":${'['.repeat(16)}${']'.repeat(16)}}`],
    ['names an algorithm', '{"kid":"a"}'],
    ['names the algorithm as text', '{"alg":["ES256"]}'],
    ['names no null algorithm', '{"alg":null}'],
    ['does not inherit its algorithm', '{"__proto__":{"alg":"ES256"}}'],
    ['has text as kid', '{"alg":"ES256","kid":1}'],
    ['has no list as kid', '{"alg":"ES256","kid":["a"]}'],
    ['has no null as kid', '{"alg":"ES256","kid":null}'],
  ])('%s', (_what, header) => {
    const text = `${b64(header)}.${PAYLOAD}.${SIGNATURE}`
    expect(() => parseToken(text)).toThrow(refusal('token_malformed', text))
  })

  it('is valid UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('{"alg":"ES256","a":"'), Buffer.from([0xff]), Buffer.from('"}')])
    const text = `${bytes.toString('base64url')}.${PAYLOAD}.${SIGNATURE}`
    expect(() => parseToken(text)).toThrow(refusal('token_malformed', text))
  })
})

describe('a header that many tokens have', () => {
  /** A header of so many characters, in two tokens of different claims. */
  const headersOf = (length: number, between?: string) => {
    const rest = '{"alg":"ES256","kid":""}'.length
    const header = b64(`{"alg":"ES256","kid":"${'a'.repeat((length * 3) / 4 - rest)}"}`)
    expect(header).toHaveLength(length)
    return ['one', 'two'].map((sub) => {
      if (between !== undefined) parseToken(between)
      return parseToken(`${header}.${b64(sub)}.${SIGNATURE}`).header
    })
  }

  it('is read once, and nobody can write into it', () => {
    const [one, two] = headersOf(512, TOKEN)
    expect(two).toBe(one)
    expect(Object.isFrozen(one)).toBe(true)
  })

  it('is read each time where it is longer than 512 characters, so that little is kept', () => {
    for (const between of [TOKEN, undefined]) {
      const [one, two] = headersOf(516, between)
      expect(two).toEqual(one)
      expect(two).not.toBe(one)
    }
  })
})

describe('an encrypted token', () => {
  it.each([
    ['with an encrypted key', `${HEADER}.a.b.c.d`],
    ['without one, as with "dir"', `${HEADER}..b.c.d`],
  ])('of five parts is told from a broken one, and not opened: %s', (_what, text) => {
    expect(() => parseToken(text)).toThrow(refusal('decryption_failed', text))
  })

  it.each([`.a.b.c.d`, `${HEADER}.a..c.d`, `${HEADER}.a.b..d`, `${HEADER}.a.b.c.`, `${HEADER}.a.b.c.d=`])(
    'is broken where a part is missing or misspelt: %s',
    (text) => {
      expect(() => parseToken(text)).toThrow(refusal('token_malformed', text))
    },
  )
})
