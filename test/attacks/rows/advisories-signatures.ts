import { constants, createHash, privateEncrypt } from 'node:crypto'
import { type Attack, bearer, passed, refused, tokens } from '../attack.js'
import {
  claims,
  ec,
  headerOf,
  mint,
  pss,
  resign,
  respell,
  rsa,
  rsaPrivate,
  type Sealer,
  seal,
} from '../keys.js'

const { RSA_NO_PADDING } = constants
const SHA256_PREFIX = Buffer.from('3031300d060960864801650304020105000420', 'hex')

/** An RSA signature whose padding is not of ones, which only a lenient check takes. */
const padded = (byte: number, type: number): Sealer => ({
  ...rsa,
  sign: (input) => {
    const digest = Buffer.concat([SHA256_PREFIX, createHash('sha256').update(input).digest()])
    const filling = Buffer.alloc(256 - 3 - digest.length, byte)
    const block = Buffer.concat([Buffer.of(0, type), filling, Buffer.of(0), digest])
    return privateEncrypt({ key: rsaPrivate, padding: RSA_NO_PADDING }, block)
  },
})

const sequence = (inside: Buffer): Buffer => Buffer.concat([Buffer.of(0x30, 0x81, inside.length), inside])
const wrongDer = (signature: Buffer): Buffer =>
  sequence(
    Buffer.concat([Buffer.of(2, 32), signature.subarray(0, 32), Buffer.of(2, 32), signature.subarray(32)]),
  )

/** A token that ends like a good one, which a cache may remember by its end. */
function sameEnd(): string {
  const known = mint()
  const [, , signature] = known.split('.')
  return `${mint({ sub: 'admin' }).split('.', 2).join('.')}.${signature}`
}

export const SIGNATURE_ADVISORIES: readonly Attack[] = [
  ...tokens([
    [
      'jsrsasign (CVE-2020-14966): ECDSA in an ASN.1 that is not the shortest',
      'signature_invalid',
      () => resign(mint(), wrongDer),
    ],
    [
      'jsrsasign (CVE-2020-14968): PS256 with zeros in front',
      'signature_invalid',
      () => resign(mint({}, {}, pss), (one) => Buffer.concat([Buffer.alloc(2), one])),
    ],
    [
      'jsrsasign (CVE-2021-30246): RS256 with other bytes than ones as padding',
      'signature_invalid',
      () => seal(headerOf(rsa), claims(), padded(0xfe, 1)),
    ],
    [
      'jsrsasign (CVE-2021-30246): RS256 of another type of block',
      'signature_invalid',
      () => seal(headerOf(rsa), claims(), padded(0xff, 2)),
    ],
    [
      'jsrsasign (CVE-2022-25898): a signature with characters that are no base64url',
      'token_malformed',
      () => respell(mint(), 2, (text) => `${text.slice(0, 4)}!@${text.slice(4)}`),
    ],
    [
      'jsrsasign (CVE-2022-25898): a signature with escaped characters',
      'token_malformed',
      () => respell(mint(), 2, (text) => `\\x41${text.slice(1)}`),
    ],
    [
      'jsrsasign (CVE-2026-4598): an ECDSA signature whose s has no inverse',
      'signature_invalid',
      () => resign(mint(), (one) => Buffer.concat([one.subarray(0, 32), Buffer.alloc(32)])),
    ],
    ['fast-jwt (CVE-2026-35039): a token that a cache could take for another', 'signature_invalid', sameEnd],
    [
      'a genuine padding, made by the same hand, passes',
      'passed',
      () => seal(headerOf(rsa), claims(), padded(0xff, 1)),
    ],
  ]),
  {
    name: 'fast-jwt (CVE-2026-35039): the end of a token that was accepted just before',
    request: () => {
      const known = mint()
      const forged = `${mint({ sub: 'admin' }).split('.', 2).join('.')}.${known.split('.')[2]}`
      return { raw: [again(known), again(forged, 'Connection: close')] }
    },
    answers: [passed(), refused('signature_invalid')],
  },
  {
    name: 'fast-jwt (GHSA-3j8v-cgw4-2g6q): the same good token twice passes twice',
    request: () => {
      const token = mint({}, headerOf(ec))
      return { raw: [again(token), again(token, 'Connection: close')] }
    },
    answers: [passed(), passed()],
  },
]

function again(token: string, ...lines: string[]): string {
  return `GET / HTTP/1.1\r\n${['Host: service.test', bearer(token), ...lines].join('\r\n')}\r\n\r\n`
}
