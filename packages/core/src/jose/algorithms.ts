import { constants } from 'node:crypto'

/** The signature algorithms that meishi verifies (RFC 7518, section 3.1; RFC 8037; RFC 9864; ML-DSA for JOSE). */
export type AlgorithmName =
  | 'HS256'
  | 'HS384'
  | 'HS512'
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'EdDSA'
  | 'Ed25519'
  | 'ML-DSA-44'
  | 'ML-DSA-65'
  | 'ML-DSA-87'

/** One row of the table: what a key of this algorithm is, and how `node:crypto` is asked to check it. */
export interface Algorithm {
  readonly name: AlgorithmName
  readonly kty: 'oct' | 'RSA' | 'EC' | 'OKP' | 'AKP'
  /** The curve of an EC or OKP key, as a JWK names it. */
  readonly crv?: string
  /** Node's name for the key type, and for the curve of an EC key. */
  readonly keyType: string
  readonly namedCurve?: string
  readonly hash: string | null
  readonly verifyOptions: {
    readonly dsaEncoding?: 'ieee-p1363'
    readonly padding?: number
    readonly saltLength?: number
  }
  /** Exact length of a signature; of RSA, the modulus decides. */
  readonly signatureBytes?: number
  /** So slow that a flood of forgeries would fill the event loop: checked in the thread pool. */
  readonly offThread: boolean
}

const PKCS1 = { padding: constants.RSA_PKCS1_PADDING }
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
const RAW = { dsaEncoding: 'ieee-p1363' } as const

const hmac = (name: AlgorithmName, hash: string, signatureBytes: number): Algorithm => ({
  name,
  kty: 'oct',
  keyType: 'secret',
  hash,
  verifyOptions: {},
  signatureBytes,
  offThread: false,
})
const rsa = (name: AlgorithmName, hash: string, verifyOptions: Algorithm['verifyOptions']): Algorithm => ({
  name,
  kty: 'RSA',
  keyType: 'rsa',
  hash,
  verifyOptions,
  offThread: false,
})
const ecdsa = (
  name: AlgorithmName,
  hash: string,
  crv: string,
  namedCurve: string,
  signatureBytes: number,
): Algorithm => ({
  name,
  kty: 'EC',
  crv,
  keyType: 'ec',
  namedCurve,
  hash,
  verifyOptions: RAW,
  signatureBytes,
  offThread: name !== 'ES256',
})
const mlDsa = (name: AlgorithmName, keyType: string, signatureBytes: number): Algorithm => ({
  name,
  kty: 'AKP',
  keyType,
  hash: null,
  verifyOptions: {},
  signatureBytes,
  offThread: true,
})

const ED25519: Algorithm = {
  name: 'Ed25519',
  kty: 'OKP',
  crv: 'Ed25519',
  keyType: 'ed25519',
  hash: null,
  verifyOptions: {},
  signatureBytes: 64,
  offThread: false,
}

/** Every algorithm by its name in `alg`, exact case. `EdDSA` is the older name of `Ed25519` and the same row. */
export const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map([
  ...[
    hmac('HS256', 'sha256', 32),
    hmac('HS384', 'sha384', 48),
    hmac('HS512', 'sha512', 64),
    rsa('RS256', 'sha256', PKCS1),
    rsa('RS384', 'sha384', PKCS1),
    rsa('RS512', 'sha512', PKCS1),
    rsa('PS256', 'sha256', PSS),
    rsa('PS384', 'sha384', PSS),
    rsa('PS512', 'sha512', PSS),
    ecdsa('ES256', 'sha256', 'P-256', 'prime256v1', 64),
    ecdsa('ES384', 'sha384', 'P-384', 'secp384r1', 96),
    ecdsa('ES512', 'sha512', 'P-521', 'secp521r1', 132),
    ED25519,
    mlDsa('ML-DSA-44', 'ml-dsa-44', 2420),
    mlDsa('ML-DSA-65', 'ml-dsa-65', 3309),
    mlDsa('ML-DSA-87', 'ml-dsa-87', 4627),
  ].map((algorithm): [string, Algorithm] => [algorithm.name, algorithm]),
  ['EdDSA', ED25519],
])

/** What is accepted where `algorithms` is left out: all but those with a shared secret. */
export const ASYMMETRIC_ALGORITHMS: readonly AlgorithmName[] = [...ALGORITHMS]
  .filter(([, algorithm]) => algorithm.kty !== 'oct')
  .map(([name]) => name as AlgorithmName)

/** Whether keys of an algorithm may be used where these are allowed. Either name of Ed25519 stands for both. */
export function isAllowedFor({ name }: Algorithm, allowed: readonly AlgorithmName[]): boolean {
  return allowed.includes(name) || (name === 'Ed25519' && allowed.includes('EdDSA'))
}
