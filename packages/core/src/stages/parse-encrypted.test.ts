import { describe, expect, it } from 'vitest'
import { parseEncrypted } from './parse-encrypted.js'

const b64 = (text: string): string => Buffer.from(text).toString('base64url')
const HEADER = b64('{"alg":"dir","enc":"A256GCM","kid":"a"}')
const IV = Buffer.alloc(12, 0xfb).toString('base64url')
const TAG = Buffer.alloc(16, 0xfb).toString('base64url')
const TOKEN = `${HEADER}..${IV}.QUJD.${TAG}`

const refusal = (text: string) =>
  expect.objectContaining({ code: 'decryption_failed', detail: { length: text.length } })

describe('an encrypted token', () => {
  it('is read from outside, and nothing in it is believed', () => {
    const header = { alg: 'dir', enc: 'A256GCM', kid: 'a' }
    expect(parseEncrypted(TOKEN)).toEqual({ header, text: TOKEN, hasEncryptedKey: false })
    expect(parseEncrypted(TOKEN.replace('..', '.QUJD.')).hasEncryptedKey).toBe(true)
  })

  it.each([
    ['is not four parts', TOKEN.slice(0, TOKEN.lastIndexOf('.'))],
    ['is not six parts', `${TOKEN}.${TAG}`],
    ['has a header', TOKEN.slice(HEADER.length)],
    ['has an initialization vector', `${HEADER}...QUJD.${TAG}`],
    ['has a ciphertext', `${HEADER}..${IV}..${TAG}`],
    ['has a tag', `${HEADER}..${IV}.QUJD.`],
    ['has no line break after it', `${TOKEN}\n`],
  ])('%s', (_what, text) => {
    expect(() => parseEncrypted(text)).toThrow(refusal(text))
  })

  const parts = [HEADER, b64('k'), IV, b64('text'), TAG]
  const spoilt = (at: number, change: (part: string) => string): string =>
    parts.map((part, index) => (index === at ? change(part) : part)).join('.')
  const nextLetter = (part: string): string =>
    part.slice(0, -1) + String.fromCharCode(part.charCodeAt(part.length - 1) + 1)
  const ways: [string, (part: string) => string][] = [
    ['padding', (part) => `${part}=`],
    ['a space', (part) => `${part.slice(0, 1)} ${part.slice(1)}`],
    ['a plus', (part) => `+${part.slice(1)}`],
    ['an impossible length', (part) => part + 'A'.repeat((5 - (part.length % 4)) % 4)],
  ]
  it.each(
    ways.flatMap(([what, change]) => parts.map((_part, at) => [what, at, spoilt(at, change)] as const)),
  )('has one spelling: %s in part %i is refused', (_what, at, text) => {
    expect(text).not.toBe(parts.join('.'))
    expect(() => parseEncrypted(parts.join('.'))).not.toThrow()
    expect(() => parseEncrypted(text), String(at)).toThrow(refusal(text))
  })

  it.each([1, 4])('has no stray bits in part %i', (at) => {
    const text = spoilt(at, nextLetter)
    expect(Buffer.from(text.split('.')[at] ?? '', 'base64url')).toEqual(
      Buffer.from(parts[at] ?? '', 'base64url'),
    )
    expect(() => parseEncrypted(text)).toThrow(refusal(text))
  })
})

describe('its header', () => {
  it.each([
    ['is JSON', 'alg'],
    ['is an object', '["dir"]'],
    ['repeats no member', '{"alg":"dir","alg":"A256KW","enc":"A256GCM"}'],
    ['names an algorithm', '{"enc":"A256GCM"}'],
    ['names the algorithm as text', '{"alg":["dir"],"enc":"A256GCM"}'],
    ['names an encryption', '{"alg":"dir"}'],
    ['names the encryption as text', '{"alg":"dir","enc":null}'],
    ['inherits nothing', '{"__proto__":{"alg":"dir","enc":"A256GCM"}}'],
    ['has text as kid', '{"alg":"dir","enc":"A256GCM","kid":1}'],
    ['has no null as kid', '{"alg":"dir","enc":"A256GCM","kid":null}'],
    ['is at most 16 levels deep', `{"alg":"dir","enc":"A256GCM","a":${'['.repeat(16)}${']'.repeat(16)}}`],
  ])('%s', (_what, header) => {
    const text = `${b64(header)}..${IV}.QUJD.${TAG}`
    expect(() => parseEncrypted(text)).toThrow(refusal(text))
  })
})
