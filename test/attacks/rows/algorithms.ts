import { sign } from 'node:crypto'
import { type Attack, tokens } from '../attack.js'
import { hmac, nothing, pem } from '../forge.js'
import {
  claims,
  ec,
  ed,
  headerOf,
  JWKS,
  MIXED_ISSUER,
  mint,
  pss,
  rsa,
  rsaPrivate,
  rsaPublic,
  SECRET_ISSUER,
  type Sealer,
  seal,
  secret,
} from '../keys.js'

const unsigned = (alg: unknown): string => seal({ alg }, claims(), nothing)
/** HMAC with what everybody can read as the secret. */
const confused = (key: string | Buffer, hash = 'sha256', alg = 'HS256'): string =>
  seal({ alg, kid: 'rsa' }, claims(), hmac(key, alg, hash))

const spki = pem(rsaPublic)
const pkcs1 = pem(rsaPublic, 'pkcs1')
const jwk = rsaPublic.export({ format: 'jwk' })

const withHash = (hash: string): Sealer => ({
  alg: 'RS256',
  kid: 'rsa',
  sign: (input) => sign(hash, Buffer.from(input), rsaPrivate),
})

const atSecret = (header: object): string => seal(header, claims({ iss: SECRET_ISSUER }), secret)

const mixed = (): object => claims({ iss: MIXED_ISSUER })

export const ALGORITHMS: readonly Attack[] = tokens([
  ['alg none and no signature', 'algorithm_refused', () => unsigned('none')],
  ['alg None', 'algorithm_refused', () => unsigned('None')],
  ['alg NONE', 'algorithm_refused', () => unsigned('NONE')],
  ['alg nOnE', 'algorithm_refused', () => unsigned('nOnE')],
  ['alg none with a space behind it', 'algorithm_refused', () => unsigned('none ')],
  ['alg none above a genuine signature', 'algorithm_refused', () => seal({ alg: 'none', kid: 'ec' })],
  ['alg of no characters', 'algorithm_refused', () => unsigned('')],
  ['alg left out', 'token_malformed', () => seal({ kid: 'ec' })],
  ['alg null', 'token_malformed', () => seal({ alg: null, kid: 'ec' })],
  ['alg a number', 'token_malformed', () => seal({ alg: 256, kid: 'ec' })],
  ['alg a list', 'token_malformed', () => seal({ alg: ['ES256'], kid: 'ec' })],
  ['alg an object', 'token_malformed', () => seal({ alg: { toString: 'ES256' }, kid: 'ec' })],
  ['alg true', 'token_malformed', () => seal({ alg: true, kid: 'ec' })],
  ['alg in lower case', 'algorithm_refused', () => seal({ alg: 'es256', kid: 'ec' })],
  ['alg ended by a NUL', 'algorithm_refused', () => seal({ alg: 'ES256\0', kid: 'ec' })],
  ['alg named like what objects inherit', 'algorithm_refused', () => seal({ alg: 'constructor', kid: 'ec' })],
  ['alg __proto__', 'algorithm_refused', () => seal({ alg: '__proto__', kid: 'ec' })],
  ['alg that does not exist', 'algorithm_refused', () => seal({ alg: 'ES257', kid: 'ec' })],
  ['alg of a curve that nobody uses here', 'algorithm_refused', () => seal({ alg: 'ES256K', kid: 'ec' })],
  ['alg of an encryption', 'algorithm_refused', () => seal({ alg: 'RSA-OAEP', kid: 'rsa' }, claims(), rsa)],
  ['alg dir', 'algorithm_refused', () => seal({ alg: 'dir', kid: 'ec' })],
  ['HS256 with the public key as PEM', 'algorithm_refused', () => confused(spki)],
  ['HS256 with the public key as PEM, trimmed', 'algorithm_refused', () => confused(spki.trim())],
  [
    'HS256 with the public key as PEM in CRLF lines',
    'algorithm_refused',
    () => confused(spki.replaceAll('\n', '\r\n')),
  ],
  ['HS256 with the public key as PKCS#1 PEM', 'algorithm_refused', () => confused(pkcs1)],
  [
    'HS256 with the public key as DER',
    'algorithm_refused',
    () => confused(rsaPublic.export({ format: 'der', type: 'spki' })),
  ],
  [
    'HS256 with the public key as PKCS#1 DER',
    'algorithm_refused',
    () => confused(rsaPublic.export({ format: 'der', type: 'pkcs1' })),
  ],
  ['HS256 with the public key as JWK text', 'algorithm_refused', () => confused(JSON.stringify(jwk))],
  ['HS256 with the whole JWKS as text', 'algorithm_refused', () => confused(JSON.stringify(JWKS))],
  ['HS256 with the modulus', 'algorithm_refused', () => confused(Buffer.from(jwk.n ?? '', 'base64url'))],
  ['HS384 with the public key as PEM', 'algorithm_refused', () => confused(spki, 'sha384', 'HS384')],
  ['HS512 with the public key as PEM', 'algorithm_refused', () => confused(spki, 'sha512', 'HS512')],
  [
    'HS256 with the public key of an issuer that has secrets elsewhere',
    'algorithm_refused',
    () => confused(spki),
    '/several',
  ],
  [
    'RS512 by a key that is for RS256',
    'algorithm_refused',
    () => seal({ alg: 'RS512', kid: 'rsa' }, claims(), withHash('sha512')),
  ],
  [
    'RS384 by a key that is for RS256',
    'algorithm_refused',
    () => seal({ alg: 'RS384', kid: 'rsa' }, claims(), withHash('sha384')),
  ],
  [
    'RS256 that is signed with SHA-512',
    'signature_invalid',
    () => seal({ alg: 'RS256', kid: 'rsa' }, claims(), withHash('sha512')),
  ],
  [
    'RS256 that is signed with SHA-1',
    'signature_invalid',
    () => seal({ alg: 'RS256', kid: 'rsa' }, claims(), withHash('sha1')),
  ],
  ['PS256 by a key that is for RS256', 'algorithm_refused', () => mint({}, { alg: 'PS256' }, rsa)],
  ['RS256 by a key that is for PS256', 'algorithm_refused', () => mint({}, { alg: 'RS256' }, pss)],
  ['RS256 by an elliptic key', 'algorithm_refused', () => mint({}, { alg: 'RS256' }, ec)],
  ['ES256 by an RSA key', 'algorithm_refused', () => mint({}, { alg: 'ES256' }, rsa)],
  ['ES384 by a P-256 key', 'algorithm_refused', () => mint({}, { alg: 'ES384' }, ec)],
  ['EdDSA by an elliptic key of another kind', 'algorithm_refused', () => mint({}, { alg: 'EdDSA' }, ec)],
  ['Ed448 by an Ed25519 key', 'algorithm_refused', () => mint({}, { alg: 'Ed448' }, ed)],
  [
    'RS256 where only a secret is',
    'algorithm_refused',
    () => seal({ alg: 'RS256', kid: 'shared' }, claims({ iss: SECRET_ISSUER }), rsa),
    '/secret',
  ],
  [
    'HS512 where the secret is for HS256',
    'algorithm_refused',
    () => atSecret({ alg: 'HS512', kid: 'shared' }),
    '/secret',
  ],
  [
    'HS256 with a public key as PEM under its kid, beside a secret',
    'algorithm_refused',
    () => seal({ alg: 'HS256', kid: 'rsa' }, mixed(), hmac(spki)),
    '/mixed',
  ],
  [
    'HS256 with a public key as PEM under the kid of the secret',
    'signature_invalid',
    () => seal({ alg: 'HS256', kid: 'shared' }, mixed(), hmac(spki)),
    '/mixed',
  ],
  [
    'HS256 with a public key as PEM and no kid, beside a secret',
    'signature_invalid',
    () => seal({ alg: 'HS256' }, mixed(), hmac(spki)),
    '/mixed',
  ],
  [
    'RS256 under the kid of a secret',
    'algorithm_refused',
    () => seal({ alg: 'RS256', kid: 'shared' }, mixed(), rsa),
    '/mixed',
  ],
  ['RS256 beside a secret passes', 'passed', () => seal(headerOf(rsa), mixed(), rsa), '/mixed'],
  ['HS256 with the right secret passes', 'passed', () => atSecret(headerOf(secret)), '/secret'],
  ['EdDSA, the older name of Ed25519, passes', 'passed', () => mint({}, { alg: 'EdDSA' }, ed)],
  ['Ed25519 passes', 'passed', () => mint({}, {}, ed)],
  ['RS256 passes', 'passed', () => mint({}, {}, rsa)],
  ['PS256 passes', 'passed', () => mint({}, {}, pss)],
])
