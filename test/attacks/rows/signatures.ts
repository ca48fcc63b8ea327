import { type Attack, tokens } from '../attack.js'
import { ec, headerOf, mallory, mint, resign } from '../keys.js'

/** Order of the P-256 group. */
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

const toBytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
const toNumber = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`)
const zeros = (length: number): Buffer => Buffer.alloc(length)

const halves = (r: Buffer, s: Buffer): Buffer => Buffer.concat([r, s])
const byEc = (change: (r: Buffer, s: Buffer) => Buffer): string =>
  resign(mint(), (signature) => change(signature.subarray(0, 32), signature.subarray(32)))

const integer = (bytes: Buffer): Buffer => {
  const positive = (bytes[0] ?? 0) > 0x7f ? Buffer.concat([zeros(1), bytes]) : bytes
  return Buffer.concat([Buffer.of(2, positive.length), positive])
}
/** ASN.1, as other protocols write ECDSA signatures. */
const der = (r: Buffer, s: Buffer): Buffer => {
  const inside = Buffer.concat([integer(r), integer(s)])
  return Buffer.concat([Buffer.of(0x30, inside.length), inside])
}

const part = (token: string, at: number): string => token.split('.')[at] ?? ''

export const SIGNATURES: readonly Attack[] = tokens([
  ['ES256 of zeros', 'signature_invalid', () => byEc(() => zeros(64))],
  ['ES256 with r zero', 'signature_invalid', () => byEc((_r, s) => halves(zeros(32), s))],
  ['ES256 with s zero', 'signature_invalid', () => byEc((r) => halves(r, zeros(32)))],
  ['ES256 with r and s one', 'signature_invalid', () => byEc(() => halves(toBytes(1n), toBytes(1n)))],
  ['ES256 with r the order of the group', 'signature_invalid', () => byEc((_r, s) => halves(toBytes(N), s))],
  ['ES256 with s the order of the group', 'signature_invalid', () => byEc((r) => halves(r, toBytes(N)))],
  ['ES256 of all ones', 'signature_invalid', () => byEc(() => Buffer.alloc(64, 0xff))],
  ['ES256 with r and s exchanged', 'signature_invalid', () => byEc((r, s) => halves(s, r))],
  ['ES256 in DER', 'signature_invalid', () => byEc(der)],
  ['ES256 one byte short', 'signature_invalid', () => byEc((r, s) => halves(r, s.subarray(0, 31)))],
  ['ES256 with its first byte gone', 'signature_invalid', () => byEc((r, s) => halves(r.subarray(1), s))],
  ['ES256 half of it', 'signature_invalid', () => byEc((r) => r)],
  ['ES256 one byte long', 'signature_invalid', () => byEc((r, s) => halves(r, Buffer.concat([s, zeros(1)])))],
  [
    'ES256 with a zero before both halves',
    'signature_invalid',
    () => byEc((r, s) => Buffer.concat([zeros(1), r, zeros(1), s])),
  ],
  ['ES256 twice', 'signature_invalid', () => byEc((r, s) => Buffer.concat([r, s, r, s]))],
  ['ES256 of one byte', 'signature_invalid', () => byEc(() => zeros(1))],
  ['ES256 of nothing', 'signature_invalid', () => `${mint().split('.', 2).join('.')}.`],
  [
    'ES256 with one bit turned',
    'signature_invalid',
    () => resign(mint(), (signature) => signature.map((byte, at) => (at === 40 ? byte ^ 1 : byte))),
  ],
  ['ES256 of twelve kilobytes', 'signature_invalid', () => byEc(() => Buffer.alloc(9000, 1))],
  ['ES256 by a stranger', 'signature_invalid', () => mint({}, headerOf(ec), mallory)],
  [
    'the signature of another token',
    'signature_invalid',
    () => {
      const [one, other] = [mint(), mint({ sub: 'admin' })]
      return `${part(one, 0)}.${part(one, 1)}.${part(other, 2)}`
    },
  ],
  [
    'the payload of another token',
    'signature_invalid',
    () => {
      const [one, other] = [mint(), mint({ sub: 'admin' })]
      return `${part(one, 0)}.${part(other, 1)}.${part(one, 2)}`
    },
  ],
  [
    'the header of another token',
    'signature_invalid',
    () => {
      const [one, other] = [mint(), mint({}, { typ: 'JWT' })]
      return `${part(other, 0)}.${part(one, 1)}.${part(one, 2)}`
    },
  ],
  // Whoever has (r, s) can write (r, n - s): inherent in ECDSA, harmless because no list goes by the signature's text.
  [
    'ES256 with s subtracted from the order holds as well',
    'passed',
    () => byEc((r, s) => halves(r, toBytes(N - toNumber(s)))),
  ],
])
