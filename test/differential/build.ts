import { AUDIENCE, ISSUER, NOW, SIGNERS, STRANGER, type Trusted } from './trust.js'

/** One thing that is wrong with a token, or only unusual. Plain data, so that a failure prints it. */
export type Change =
  | readonly [kind: 'header' | 'claim', name: string, value: unknown]
  | readonly [kind: 'without header' | 'without claim', name: string]
  /** A member in front of all others or behind them, as it is written. */
  | readonly [kind: 'written', part: Part, place: 'before' | 'after', text: string]
  /** Around the JSON text. */
  | readonly [kind: 'around', part: Part, before: string, after: string]
  /** Bytes that are no UTF-8, inside a string. */
  | readonly [kind: 'bytes', part: Part, bytes: readonly number[]]
  /** The spelling of a segment before it is signed, or of the finished token. */
  | readonly [kind: 'spelled' | 'respelled', segment: 0 | 1 | 2, how: Spelling, at: number]
  | readonly [kind: 'signature', how: SignatureChange, at: number]
  | readonly [kind: 'token', how: 'insert' | 'delete' | 'replace', at: number, character: string]

export type Part = 'header' | 'payload'
export type Spelling = 'padded' | 'stray' | 'white' | 'standard' | 'longer' | 'empty'
export type SignatureChange =
  | 'bit'
  | 'short'
  | 'long'
  | 'zero'
  | 'ones'
  | 'none'
  | 'swapped'
  | 'stranger'
  | 'der'

/** A token as it is to be made. */
export interface Case {
  readonly signer: Trusted
  readonly hasKid: boolean
  readonly extra: Readonly<Record<string, unknown>>
  readonly changes: readonly Change[]
}

/** Makes the token of a case. The signature is over what was changed, unless the change comes after it. */
export function build({ signer, hasKid, extra, changes }: Case): string {
  const { alg, kid, sign } = SIGNERS[signer]
  const header = changed('header', { alg, ...(hasKid && { kid }) }, changes)
  const claims = { iss: ISSUER, aud: AUDIENCE, sub: 'alice', iat: NOW - 10, exp: NOW + 300, ...extra }
  const payload = changed('claim', claims, changes)
  const input = [encode('header', header, changes), encode('payload', payload, changes)].map(
    (text, segment) => spell(text, segment, 'spelled', changes),
  )
  const isStranger = changes.some(([kind, how]) => kind === 'signature' && how === 'stranger')
  const signature = (isStranger ? STRANGER.sign : sign)(input.join('.'))
  const segments = [...input, alter(signature, changes).toString('base64url')]
  const token = segments.map((text, segment) => spell(text, segment, 'respelled', changes)).join('.')
  return changes.reduce(edit, token)
}

function changed(kind: 'header' | 'claim', object: object, changes: readonly Change[]): object {
  const members = new Map<string, unknown>(Object.entries(object))
  for (const change of changes) {
    if (change[0] === kind) members.set(change[1], change[2])
    if (change[0] === `without ${kind}`) members.delete(String(change[1]))
  }
  return Object.fromEntries(members)
}

function encode(part: Part, object: object, changes: readonly Change[]): string {
  let bytes = Buffer.from(JSON.stringify(object))
  for (const change of changes) {
    if (change[1] !== part) continue
    if (change[0] === 'written') bytes = Buffer.from(write(bytes.toString(), change[2], change[3]))
    if (change[0] === 'around') bytes = Buffer.from(change[2] + bytes.toString() + change[3])
    if (change[0] === 'bytes') {
      const [start, end] = [bytes.toString().slice(0, -1), '"}']
      bytes = Buffer.concat([Buffer.from(`${start},"bytes":"`), Buffer.from(change[2]), Buffer.from(end)])
    }
  }
  return bytes.toString('base64url')
}

function write(text: string, place: 'before' | 'after', member: string): string {
  return place === 'before' ? `{${member},${text.slice(1)}` : `${text.slice(0, -1)},${member}}`
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const SPELL: Readonly<Record<Spelling, (text: string, at: number) => string>> = {
  padded: (text) => text + '='.repeat((4 - (text.length % 4)) % 4),
  stray: (text) =>
    text.length % 4 === 0 ? text : text.slice(0, -1) + LETTERS[LETTERS.indexOf(text.at(-1) ?? 'A') ^ 1],
  white: (text, at) => insert(text, at, [' ', '\n', '\t', '\r', '\f'][at % 5] as string),
  standard: (text) => text.replaceAll('-', '+').replaceAll('_', '/'),
  longer: (text) => `${text}A`,
  empty: () => '',
}

function spell(
  text: string,
  segment: number,
  when: 'spelled' | 'respelled',
  changes: readonly Change[],
): string {
  return changes.reduce((result, change) => {
    return change[0] === when && change[1] === segment ? SPELL[change[2]](result, change[3]) : result
  }, text)
}

const ALTER: Readonly<Record<SignatureChange, (signature: Buffer, at: number) => Uint8Array>> = {
  bit: (signature, at) =>
    signature.map((byte, index) => (index === at % signature.length ? byte ^ (1 << (at % 8)) : byte)),
  short: (signature, at) => signature.subarray(0, at % signature.length),
  long: (signature, at) => Buffer.concat([signature, Buffer.alloc(1 + (at % 3))]),
  zero: (signature) => Buffer.alloc(signature.length),
  ones: (signature) => Buffer.alloc(signature.length, 0xff),
  none: () => Buffer.alloc(0),
  swapped: (signature) => Buffer.concat([signature.subarray(32), signature.subarray(0, 32)]),
  stranger: (signature) => signature,
  der: (signature) => Buffer.concat([Buffer.of(0x30, signature.length), signature]),
}

function alter(signature: Buffer, changes: readonly Change[]): Buffer {
  return changes.reduce((result: Buffer, change) => {
    return change[0] === 'signature' && result.length > 0
      ? Buffer.from(ALTER[change[1]](result, change[2]))
      : result
  }, signature)
}

function edit(token: string, change: Change): string {
  if (change[0] !== 'token') return token
  const [, how, at, character] = change
  const index = at % (token.length + 1)
  if (how === 'insert') return insert(token, index, character)
  return token.slice(0, index) + (how === 'replace' ? character : '') + token.slice(index + 1)
}

function insert(text: string, at: number, what: string): string {
  const index = at % (text.length + 1)
  return text.slice(0, index) + what + text.slice(index)
}
