import { ALGORITHMS, CONTENT_ENCRYPTIONS, KEY_MANAGEMENTS } from '@meishi/core/adapter'

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
  ...[...KEY_MANAGEMENTS].flatMap(([name, { needs, secretBytes }]): [string, KeyKind][] => {
    if (needs === 'RSA') return [[name, { use: 'enc', type: 'rsa' }]]
    if (needs === 'agreement') return [[name, AGREEMENT]]
    return secretBytes === undefined ? [] : [[name, { use: 'enc', type: 'secret', bytes: secretBytes }]]
  }),
  ...[...CONTENT_ENCRYPTIONS].map(([name, { keyBytes: bytes }]): [string, KeyKind] => [
    name,
    { use: 'enc', type: 'secret', bytes },
  ]),
])
