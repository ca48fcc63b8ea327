import { randomBytes } from 'node:crypto'
import { createRecipient, createSigner, mintToken, type Recipient } from '@meishi/core/testing'
import fc, { type Arbitrary } from 'fast-check'
import { encryptByHand } from '../attacks/encrypt-by-hand.js'
import { look } from './only-jose.js'
import { AUDIENCE, ISSUER, NOW } from './trust.js'

export const signer = createSigner({ kid: 'signs' })
/** What opens everything that is made by hand. */
export const SECRET = randomBytes(32)

/** One for each way to a key; two of one kind, so that a token without `kid` can be ambiguous. */
export const RECIPIENTS: readonly Recipient[] = [
  createRecipient({ alg: 'RSA-OAEP', enc: 'A256CBC-HS512', kid: 'oaep' }),
  createRecipient({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'oaep-256' }),
  createRecipient({ alg: 'ECDH-ES', enc: 'A192GCM', kid: 'agreed' }),
  createRecipient({ alg: 'ECDH-ES+A192KW', enc: 'A256CBC-HS512', kid: 'agreed-wrapped' }),
  createRecipient({ alg: 'A128KW', enc: 'A128GCM', kid: 'wrapped' }),
  createRecipient({ alg: 'A256KW', enc: 'A192CBC-HS384', kid: 'one' }),
  createRecipient({ alg: 'A256KW', enc: 'A256GCM', kid: 'two' }),
]

/** One thing that is wrong with a token, or only unusual. Plain data, so that a failure prints it. */
type Change =
  | readonly [kind: 'spelled', part: number, how: Spelling, at: number]
  | readonly [kind: 'bytes', part: number, how: Damage, at: number]
  | readonly [kind: 'parts', how: 'swapped' | 'dropped' | 'added', at: number]
  | readonly [kind: 'reheaded', name: string, value: unknown]
type Spelling = 'padded' | 'stray' | 'white' | 'standard' | 'longer'
type Damage = 'bit' | 'short' | 'long' | 'empty'

/** A token as it is to be made. */
export interface Case {
  /** Index of the recipient; `hand` is direct encryption under a header of any text. */
  readonly by: number | 'hand'
  readonly content: Content
  /** Members of the header, from before it is encrypted. */
  readonly header: Readonly<Record<string, unknown>>
  /** A member as it is written in a header made by hand. */
  readonly written: string
  readonly changes: readonly Change[]
}
type Content = 'token' | 'expired' | 'forged' | 'claims' | 'text' | 'nested'

const claims = { iss: ISSUER, aud: AUDIENCE, sub: 'alice', iat: NOW - 10, exp: NOW + 300 }
const STRANGER = createSigner({ kid: 'signs' })
const CONTENTS: Readonly<Record<Exclude<Content, 'nested'>, () => string>> = {
  token: () => mintToken(signer, claims),
  expired: () => mintToken(signer, { ...claims, exp: NOW - 100 }),
  forged: () => mintToken(STRANGER, claims),
  claims: () => JSON.stringify(claims),
  text: () => 'neither a token nor claims',
}

/** Makes the token of a case. */
export async function build({ by, content, header, written, changes }: Case): Promise<string> {
  const inside = content === 'nested' ? encryptByHand(DIRECT, CONTENTS.token(), SECRET) : CONTENTS[content]()
  const token = by === 'hand' ? byHand(inside, header, written) : await encrypted(by, inside, header)
  return changes.reduce(change, token)
}

const DIRECT = { alg: 'dir', enc: 'A256GCM', kid: 'shared' }

function byHand(inside: string, header: object, written: string): string {
  const text = JSON.stringify({ ...DIRECT, ...header })
  return encryptByHand(written === '' ? text : `{${written},${text.slice(1)}`, inside, SECRET)
}

/** What `jose` does not want to write is put in by hand afterwards, and breaks the tag. */
async function encrypted(by: number, inside: string, header: Case['header']): Promise<string> {
  const recipient = RECIPIENTS[by] as Recipient
  try {
    return await recipient.encrypt(inside, header)
  } catch {
    return Object.entries(header).reduce(
      (token, [name, value]) => change(token, ['reheaded', name, value]),
      await recipient.encrypt(inside),
    )
  }
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const SPELL: Readonly<Record<Spelling, (text: string, at: number) => string>> = {
  padded: (text) => text + '='.repeat((4 - (text.length % 4)) % 4),
  stray: (text) =>
    text.length % 4 === 0 ? text : text.slice(0, -1) + LETTERS[LETTERS.indexOf(text.at(-1) ?? 'A') ^ 1],
  white: (text, at) => `${text.slice(0, at % (text.length + 1))} ${text.slice(at % (text.length + 1))}`,
  standard: (text) => text.replaceAll('-', '+').replaceAll('_', '/'),
  longer: (text) => `${text}A`,
}
const DAMAGE: Readonly<Record<Damage, (bytes: Buffer, at: number) => Uint8Array>> = {
  bit: (bytes, at) =>
    bytes.map((byte, index) => (index === at % bytes.length ? byte ^ (1 << (at % 8)) : byte)),
  short: (bytes, at) => bytes.subarray(0, at % (bytes.length + 1)),
  long: (bytes, at) => Buffer.concat([bytes, Buffer.alloc(1 + (at % 3))]),
  empty: () => Buffer.alloc(0),
}

function change(token: string, one: Change): string {
  const parts = token.split('.')
  switch (one[0]) {
    case 'spelled':
      return parts.map((part, at) => (at === one[1] ? SPELL[one[2]](part, one[3]) : part)).join('.')
    case 'bytes': {
      const damage = (part: string): string =>
        Buffer.from(DAMAGE[one[2]](Buffer.from(part, 'base64url'), one[3])).toString('base64url')
      return parts.map((part, at) => (at === one[1] ? damage(part) : part)).join('.')
    }
    case 'parts':
      return moveParts(parts, one[1], one[2]).join('.')
    case 'reheaded': {
      const changed = JSON.stringify({ ...look(token).header, [one[1]]: one[2] })
      return [Buffer.from(changed).toString('base64url'), ...parts.slice(1)].join('.')
    }
  }
}

function moveParts(parts: readonly string[], how: 'swapped' | 'dropped' | 'added', at: number): string[] {
  const index = at % parts.length
  if (how === 'dropped') return parts.toSpliced(index, 1)
  if (how === 'added') return parts.toSpliced(index, 0, 'QUJD')
  const next = (index + 1) % parts.length
  return parts.with(index, parts[next] ?? '').with(next, parts[index] ?? '')
}

const HEADERS: readonly (readonly [name: string, values: readonly unknown[]])[] = [
  ['alg', ['dir', 'RSA1_5', 'RSA-OAEP', 'A128KW', 'PBES2-HS256+A128KW', 'none', '', 1]],
  ['enc', ['A128GCM', 'A256GCM', 'A128CBC-HS256', 'a256gcm', '', null]],
  ['kid', ['one', 'two', 'oaep', 'gone', '', 1, null, undefined]],
  ['zip', ['DEF', 'GZ', null]],
  ['crit', [['exp'], ['b64'], [], 'exp']],
  ['b64', [true, false]],
  ['epk', [{ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }, {}, null, 'x']],
  ['apu', ['QUJD', 'A', 1]],
  ['typ', ['JWE', 'JWT', 1]],
  ['cty', ['JWT', 'jwt', 'text']],
  ['iss', ['https://evil.test']],
  ['jwk', [{ kty: 'oct', k: 'AAAA' }]],
  ['x', [[], {}, 'y'.repeat(20)]],
]
const member: Arbitrary<readonly [string, unknown]> = fc.oneof(
  ...HEADERS.map(([name, values]) => fc.constantFrom(...values).map((value) => [name, value] as const)),
)
const WRITTEN = [
  '"alg":"A256KW"',
  '"enc":"A128GCM"',
  '"kid":"one"',
  '"__proto__":{"zip":"DEF"}',
  `"deep":${'['.repeat(16)}${']'.repeat(16)}`,
  '"a":{"b":1,"b":2}',
]
const at = fc.nat(2000)
const part = fc.nat(4)
const anyChange: Arbitrary<Change> = fc.oneof(
  fc.tuple(
    fc.constant('spelled' as const),
    part,
    fc.constantFrom<Spelling>('padded', 'stray', 'white', 'standard', 'longer'),
    at,
  ),
  fc.tuple(fc.constant('bytes' as const), part, fc.constantFrom<Damage>('bit', 'short', 'long', 'empty'), at),
  fc.tuple(
    fc.constant('parts' as const),
    fc.constantFrom<'swapped' | 'dropped' | 'added'>('swapped', 'dropped', 'added'),
    at,
  ),
  member.map(([name, value]): Change => ['reheaded', name, value]),
)

/** Tokens for everybody, with few changes: so that most of a token is as it should be. */
export const cases: Arbitrary<Case> = fc.record({
  by: fc.oneof<[Arbitrary<number | 'hand'>, Arbitrary<number | 'hand'>]>(
    fc.nat(RECIPIENTS.length - 1),
    fc.constant('hand' as const),
  ),
  content: fc.oneof(
    { weight: 5, arbitrary: fc.constant<Content>('token') },
    { weight: 1, arbitrary: fc.constantFrom<Content>('expired', 'forged', 'claims', 'text', 'nested') },
  ),
  header: fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 2, arbitrary: member.map(([name, value]) => ({ [name]: value })) },
  ),
  written: fc.oneof(
    { weight: 4, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom(...WRITTEN) },
  ),
  changes: fc.oneof(
    { weight: 2, arbitrary: fc.constant<Change[]>([]) },
    { weight: 2, arbitrary: fc.tuple(anyChange) },
    { weight: 1, arbitrary: fc.tuple(anyChange, anyChange) },
  ),
})
