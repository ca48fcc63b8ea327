import { ALGORITHMS } from '@meishi/core/adapter'
import { CONTENT_KEY_BYTES, KEY_MANAGEMENT } from '../encrypt/encryption-algorithms.js'

/** What `node:crypto` is asked to make for an algorithm. */
export interface KeyKind {
  readonly use: 'sig' | 'enc'
  /** Node's name of the key type, or `secret`. */
  readonly type: string
  readonly namedCurve?: string | undefined
  /** Of a secret. */
  readonly bytes?: number | undefined
}

/** A curve that every peer has (RFC 7518, section 6.2.1.1). */
const AGREEMENT = { use: 'enc', type: 'ec', namedCurve: 'prime256v1' } as const

/** The kinds of keys that can be generated, by the algorithm they are for. */
export const KEY_KINDS: ReadonlyMap<string, KeyKind> = new Map([
  ...[...ALGORITHMS].map(([name, { keyType, namedCurve, signatureBytes }]): [string, KeyKind] => [
    name,
    { use: 'sig', type: keyType, namedCurve, bytes: signatureBytes },
  ]),
  ...[...KEY_MANAGEMENT].flatMap(([name, { kind, secretBytes }]): [string, KeyKind][] => {
    if (kind === 'rsa') return [[name, { use: 'enc', type: 'rsa' }]]
    if (kind === 'agreement') return [[name, AGREEMENT]]
    return secretBytes === undefined ? [] : [[name, { use: 'enc', type: 'secret', bytes: secretBytes }]]
  }),
  ...[...CONTENT_KEY_BYTES].map(([name, bytes]): [string, KeyKind] => [
    name,
    { use: 'enc', type: 'secret', bytes },
  ]),
])
