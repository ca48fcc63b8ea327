import { describe, expect, test } from 'vitest'
import { ConfigurationError } from '../errors/configuration-error.js'
import { entryOf, leavesAt, resolveEntry, resolveTarget } from './resolve-entry.js'

const NOW = 1_700_000_000
const LIFE = 3600
const issuer = 'https://id.test'
const EVER = Number.POSITIVE_INFINITY

describe('what an entry leaves open', () => {
  test.each<[string, object, issuedBefore: number, expiresAt: number]>([
    ['a token: it, until it must have expired', { tokenId: 'a' }, EVER, NOW + LIFE + 300],
    ['a session: every token', { sessionId: 'a' }, EVER, NOW + LIFE + 300],
    ['a group: every token', { groupId: 'a' }, EVER, NOW + LIFE + 300],
    ['a subject: what was issued until now', { subject: 'a' }, NOW, NOW + LIFE + 300],
    ['a subject with an end: every token until then', { subject: 'a', expiresAt: NOW + 9 }, EVER, NOW + 9],
    ['a key: every token, for ever', { keyId: 'a' }, EVER, EVER],
    ['a key with an end', { keyId: 'a', expiresAt: NOW + 9 }, EVER, NOW + 9],
    ['an instant in the past', { subject: 'a', issuedBefore: NOW - 9 }, NOW - 9, NOW + LIFE + 300],
    ['an instant in the future', { groupId: 'a', issuedBefore: NOW + 9 }, NOW + 9, NOW + 9 + LIFE + 300],
    ['both times', { tokenId: 'a', issuedBefore: 5.5, expiresAt: 7 }, 5.5, 7],
  ])('is decided for %s', (_what, entry, issuedBefore, expiresAt) => {
    expect(resolveEntry({ issuer, ...entry }, NOW, LIFE)).toMatchObject({ issuer, issuedBefore, expiresAt })
  })

  test('is for ever where tokens may live for ever', () => {
    expect(resolveEntry({ issuer, tokenId: 'a' }, NOW, null).expiresAt).toBe(EVER)
    expect(resolveEntry({ issuer, subject: 'a', issuedBefore: NOW }, NOW, null).expiresAt).toBe(EVER)
  })
})

test('an entry leaves when no clock that may differ accepts one of its tokens', () => {
  expect(leavesAt(NOW)).toBe(NOW + 360)
})

test.each([
  { issuer, tokenId: 'a', expiresAt: NOW, reason: 'theft' },
  { issuer: null, subject: 'a', issuedBefore: NOW, expiresAt: NOW + 1 },
  { issuer, keyId: 'a' },
])('%o comes back as it was written', (entry) => {
  const resolved = resolveEntry(entry, NOW, LIFE)
  expect(entryOf(resolved)).toEqual(entry)
  expect(resolveEntry(entryOf(resolved), NOW + 99, LIFE)).toEqual(resolved)
})

describe('a malformed entry', () => {
  test.each<[unknown, path: string, part: string]>([
    [undefined, '', 'exactly one of tokenId, sessionId, groupId, subject, keyId'],
    [{ issuer }, '', 'exactly one of tokenId, sessionId, groupId, subject, keyId; got an object with issuer'],
    [{ issuer, tokenId: 'a', keyId: 'b' }, '', 'exactly one of'],
    [{ tokenId: 'a' }, 'issuer', 'is required'],
    [{ issuer: '', tokenId: 'a' }, 'issuer', 'a string that is not empty'],
    [{ issuer, subject: undefined }, 'subject', 'is required'],
    [{ issuer, subject: '' }, 'subject', 'a string of 1 to 1024 characters'],
    [{ issuer, subject: 'a'.repeat(1025) }, 'subject', 'a string of 1 to 1024 characters'],
    [{ issuer, sessionId: 7 }, 'sessionId', 'a string of 1 to 1024 characters; got 7'],
    [{ issuer, tokenId: 'a', issuedBefore: Date.now() }, 'issuedBefore', 'not milliseconds'],
    [{ issuer, tokenId: 'a', issuedBefore: -1 }, 'issuedBefore', 'a time in seconds'],
    [{ issuer, tokenId: 'a', expiresAt: Number.NaN }, 'expiresAt', 'a time in seconds'],
    [{ issuer, tokenId: 'a', reason: 'a'.repeat(257) }, 'reason', 'at most 256 characters'],
    [{ issuer, tokenId: 'a', reason: 1 }, 'reason', 'at most 256 characters'],
    [{ issuer, tokenId: 'a', expireAt: 1 }, 'expireAt', 'did you mean expiresAt?'],
  ])('%o is refused with the field and the rule', (entry, path, part) => {
    const error = expect.objectContaining({ path, message: expect.stringContaining(part) })
    expect(() => resolveEntry(entry, NOW, LIFE)).toThrow(ConfigurationError)
    expect(() => resolveEntry(entry, NOW, LIFE)).toThrow(error)
    expect(() => resolveTarget(entry)).toThrow(error)
  })

  test('is not shown: it could hold what is nobody’s business', () => {
    expect(() => resolveTarget({ issuer, subject: ['hunter2'] })).toThrow(/^(?!.*hunter2)/)
  })
})
