import { constants, sign } from 'node:crypto'
import { type Attack, tokens } from '../attack.js'
import {
  claims,
  ed,
  headerOf,
  mint,
  pssWithSalt,
  resign,
  rsa,
  rsaPrivate,
  SECRET_ISSUER,
  type Sealer,
  seal,
  secret,
} from '../keys.js'

/** Order of the Ed25519 group. */
const L = 2n ** 252n + 27742317777372353535851937790883648493n

const toBytes = (value: bigint, length: number): Buffer =>
  Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex')
const toNumber = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`)
const zeros = (length: number): Buffer => Buffer.alloc(length)

const byRsa = (change: (signature: Buffer) => Buffer): string => resign(mint({}, {}, rsa), change)
const byEd = (change: (signature: Buffer) => Buffer): string => resign(mint({}, {}, ed), change)
const bySecret = (change: (signature: Buffer) => Buffer): string =>
  resign(mint({ iss: SECRET_ISSUER }, {}, secret), change)
const bySalt = (length: number): string => mint({}, {}, pssWithSalt(length))

/** Signs until the signature begins with a zero byte, which happens once in 256 times. */
function withLeadingZero(): string {
  for (;;) {
    const token = mint({}, {}, rsa)
    if (Buffer.from(token.split('.')[2] ?? '', 'base64url')[0] === 0) return token
  }
}

const pssUnderRs256: Sealer = {
  ...rsa,
  sign: (input) =>
    sign('sha256', Buffer.from(input), {
      key: rsaPrivate,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    }),
}

const highS = (signature: Buffer): Buffer => {
  const s = toNumber(Buffer.from(signature.subarray(32)).reverse())
  return Buffer.concat([signature.subarray(0, 32), toBytes(s + L, 32).reverse()])
}

export const OTHER_SIGNATURES: readonly Attack[] = tokens([
  [
    'RS256 with its leading zero dropped',
    'signature_invalid',
    () => resign(withLeadingZero(), (one) => one.subarray(1)),
  ],
  ['RS256 with a zero in front', 'signature_invalid', () => byRsa((one) => Buffer.concat([zeros(1), one]))],
  ['RS256 with a zero behind', 'signature_invalid', () => byRsa((one) => Buffer.concat([one, zeros(1)]))],
  ['RS256 of zeros', 'signature_invalid', () => byRsa(() => zeros(256))],
  ['RS256 that is the number one', 'signature_invalid', () => byRsa(() => toBytes(1n, 256))],
  ['RS256 of all ones', 'signature_invalid', () => byRsa(() => Buffer.alloc(256, 0xff))],
  ['RS256 of nothing', 'signature_invalid', () => byRsa(() => zeros(0))],
  ['RS256 that is padded as PS256', 'signature_invalid', () => seal(headerOf(rsa), claims(), pssUnderRs256)],
  ['Ed25519 of zeros', 'signature_invalid', () => byEd(() => zeros(64))],
  ['Ed25519 with S beyond the order of the group', 'signature_invalid', () => byEd(highS)],
  [
    'Ed25519 with R the neutral point',
    'signature_invalid',
    () => byEd(() => Buffer.concat([Buffer.of(1), zeros(63)])),
  ],
  ['Ed25519 one byte short', 'signature_invalid', () => byEd((one) => one.subarray(0, 63))],
  ['HS256 of half its length', 'signature_invalid', () => bySecret((one) => one.subarray(0, 16)), '/secret'],
  ['HS256 of one byte', 'signature_invalid', () => bySecret((one) => one.subarray(0, 1)), '/secret'],
  ['HS256 of nothing', 'signature_invalid', () => bySecret(() => zeros(0)), '/secret'],
  [
    'HS256 with a byte behind',
    'signature_invalid',
    () => bySecret((one) => Buffer.concat([one, zeros(1)])),
    '/secret',
  ],
  ['HS256 of zeros', 'signature_invalid', () => bySecret(() => zeros(32)), '/secret'],
  ['PS256 without salt', 'signature_invalid', () => bySalt(0)],
  ['PS256 with a short salt', 'signature_invalid', () => bySalt(20)],
  ['PS256 with the longest salt', 'signature_invalid', () => bySalt(222)],
  ['PS256 of zeros', 'signature_invalid', () => resign(bySalt(32), () => zeros(256))],
])
