import { createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { CONTENT_ENCRYPTIONS, KEY_MANAGEMENTS } from './encryption-algorithms.js'
import { importDecryptionKey } from './import-decryption-key.js'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
const x25519 = generateKeyPairSync('x25519').privateKey
const secret = (bytes: number): KeyObject => createSecretKey(Buffer.alloc(bytes, 1))

interface Label {
  readonly alg?: string
  readonly kid?: string
}
/** Imports with only these algorithms and encryptions accepted; by default with all. */
function take(key: KeyObject, label: Label = {}, names?: readonly string[]) {
  const pick = <Row>(table: ReadonlyMap<string, Row>) => {
    const wanted = [...table].filter(([name]) => names?.includes(name))
    return wanted.length === 0 ? table : new Map(wanted)
  }
  const accepted = { algorithms: pick(KEY_MANAGEMENTS), encryptions: pick(CONTENT_ENCRYPTIONS) }
  const { algorithm, encryption, kid } = importDecryptionKey(key, label, accepted, 'k')
  return [algorithm.name, encryption?.name, kid]
}
const complaint = (path: string, part: string) =>
  expect.objectContaining({ name: 'ConfigurationError', path, message: expect.stringContaining(part) })

describe('a key is bound to one algorithm', () => {
  it.each<[string, KeyObject, Label, readonly string[] | undefined, unknown[]]>([
    ['that alg names', rsa, { alg: 'RSA-OAEP', kid: 'a' }, undefined, ['RSA-OAEP', undefined, 'a']],
    [
      'the only accepted one of RSA',
      rsa,
      {},
      ['RSA-OAEP-256', 'A256KW'],
      ['RSA-OAEP-256', undefined, undefined],
    ],
    ['the only accepted one that agrees', ec, {}, ['ECDH-ES', 'dir'], ['ECDH-ES', undefined, undefined]],
    ['on X25519', x25519, { alg: 'ECDH-ES+A256KW' }, undefined, ['ECDH-ES+A256KW', undefined, undefined]],
    ['by its length', secret(24), {}, ['A128KW', 'A192KW', 'A256KW'], ['A192KW', undefined, undefined]],
    ['dir, by its length', secret(64), {}, undefined, ['dir', 'A256CBC-HS512', undefined]],
    ['dir and one encryption', secret(32), {}, ['dir', 'A256GCM'], ['dir', 'A256GCM', undefined]],
    ['dir by name', secret(16), { alg: 'dir' }, undefined, ['dir', 'A128GCM', undefined]],
  ])('%s', (_what, key, label, names, expected) => {
    expect(take(key, label, names)).toEqual(expected)
  })
})

describe('a key is refused', () => {
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
  const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey
  const ed = generateKeyPairSync('ed25519').privateKey
  const bitcoin = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey
  it.each<[string, KeyObject, Label, readonly string[] | undefined, string, string]>([
    ['that fits two algorithms', rsa, {}, undefined, 'k', 'exactly one fitting algorithm'],
    ['that fits none', rsa, {}, ['A256KW'], 'k', 'fits none'],
    ['of a length that nothing needs', secret(20), {}, undefined, 'k', 'fits none'],
    ['whose alg is not accepted', rsa, { alg: 'RSA-OAEP' }, ['RSA-OAEP-256'], 'k.alg', 'not among'],
    ['whose alg does not exist', rsa, { alg: 'RSA1_5' }, undefined, 'k.alg', 'names no algorithm'],
    ['whose alg is of a signature', rsa, { alg: 'RS256' }, undefined, 'k.alg', 'names no algorithm'],
    ['of another kind than its alg', ec, { alg: 'RSA-OAEP' }, undefined, 'k', 'cannot be used with RSA-OAEP'],
    ['that is a secret for RSA', secret(32), { alg: 'RSA-OAEP' }, undefined, 'k', 'cannot be used'],
    ['that is RSA for a secret', rsa, { alg: 'dir' }, undefined, 'k', 'cannot be used with dir'],
    [
      'with a weak modulus',
      small,
      { alg: 'RSA-OAEP' },
      undefined,
      'k',
      '2048 to 8192 bits; this one has 1024',
    ],
    ['that may only sign', pss, { alg: 'RSA-OAEP' }, undefined, 'k', 'cannot be used'],
    ['on a curve for signatures', ed, { alg: 'ECDH-ES' }, undefined, 'k', 'cannot be used'],
    ['on a curve that is not ours', bitcoin, { alg: 'ECDH-ES' }, undefined, 'k', 'cannot be used'],
    ['shorter than its alg needs', secret(31), { alg: 'A256KW' }, undefined, 'k', 'exactly 32 bytes'],
    ['longer than its alg needs', secret(32), { alg: 'A128KW' }, undefined, 'k', 'exactly 16 bytes'],
    [
      'for dir of a length that no enc needs',
      secret(32),
      { alg: 'dir' },
      ['A128GCM'],
      'k',
      'exactly the length',
    ],
    [
      'for dir of a length that two need',
      secret(32),
      { alg: 'dir' },
      undefined,
      'k',
      'A128CBC-HS256 and A256GCM',
    ],
  ])('%s', (_what, key, label, names, path, part) => {
    expect(() => take(key, label, names)).toThrow(complaint(path, part))
  })
})
