import { constants, generateKeyPairSync, sign } from 'node:crypto'
import type { Jwk } from '@meishi/core'
import { createSigner, encodeToken, mintToken, type Signer, type TestClaims } from '@meishi/core/testing'

/** Whom the attacked service trusts. */
export const ISSUER = 'https://id.test'
export const NEIGHBOUR = 'https://neighbour.test'
export const SECRET_ISSUER = 'https://secret.test'
/** An issuer with a secret as well as a public key. */
export const MIXED_ISSUER = 'https://mixed.test'
export const AUDIENCE = 'https://api.test'

/** Whatever signs: a good key, a stolen one, or a calculation that is none. */
export interface Sealer {
  readonly alg: string
  readonly kid: string
  sign(input: string): Uint8Array
}

export const ec = createSigner({ alg: 'ES256', kid: 'ec' })
export const ed = createSigner({ alg: 'Ed25519', kid: 'ed' })
export const secret = createSigner({ alg: 'HS256', kid: 'shared' })
/** Another issuer, which happens to use the same `kid`. */
export const neighbour = createSigner({ alg: 'ES256', kid: 'ec' })
/** A key that nobody trusts. */
export const mallory = createSigner({ alg: 'ES256', kid: 'mallory' })

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const rsaPublic = pair.publicKey
export const rsaPrivate = pair.privateKey
export const rsa: Sealer = {
  alg: 'RS256',
  kid: 'rsa',
  sign: (input) => sign('sha256', Buffer.from(input), pair.privateKey),
}
const pssPair = generateKeyPairSync('rsa', { modulusLength: 2048 })
/** Signs as PS256 does, with a salt of any length. */
export const pssWithSalt = (saltLength: number): Sealer => ({
  alg: 'PS256',
  kid: 'pss',
  sign: (input) => {
    const padding = constants.RSA_PKCS1_PSS_PADDING
    return sign('sha256', Buffer.from(input), { key: pssPair.privateKey, padding, saltLength })
  },
})
export const pss = pssWithSalt(32)
/** A key whose JWK does not say for which algorithm it is. */
const unlabelledPair = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const unlabelledPublic = unlabelledPair.publicKey
export const unlabelledPrivate = unlabelledPair.privateKey

export const JWKS = {
  keys: [
    ...ec.jwks.keys,
    ...ed.jwks.keys,
    { ...pssPair.publicKey.export({ format: 'jwk' }), kid: 'pss', alg: 'PS256' } as Jwk,
    { ...rsaPublic.export({ format: 'jwk' }), kid: 'rsa', alg: 'RS256' } as Jwk,
    { ...unlabelledPublic.export({ format: 'jwk' }), kid: 'unlabelled' } as Jwk,
  ],
}

export const now = (): number => Math.floor(Date.now() / 1000)

/** Claims that nobody could object to. `undefined` leaves one out. */
export function claims(special: TestClaims = {}): Record<string, unknown> {
  const good = { iss: ISSUER, aud: AUDIENCE, sub: 'alice', iat: now(), exp: now() + 300 }
  return { ...good, ...special }
}

/** A well-made token of the issuer, but for what the claims and the header say. */
export function mint(
  special: TestClaims = {},
  header: Readonly<Record<string, unknown>> = {},
  by: Sealer = ec,
): string {
  return mintToken(by as Signer, claims(special), header)
}

/** Puts a token together of what no issuer would write. Text and bytes go in as they are; the signature is genuine. */
export function seal(
  header: object | string,
  payload: object | string | Buffer = claims(),
  by: Sealer = ec,
): string {
  if (!Buffer.isBuffer(payload)) return encodeToken(header, payload, by.sign)
  const head = typeof header === 'string' ? header : JSON.stringify(header)
  const input = `${Buffer.from(head).toString('base64url')}.${payload.toString('base64url')}`
  return `${input}.${Buffer.from(by.sign(input)).toString('base64url')}`
}

/** The header that goes with a signer. */
export const headerOf = ({ alg, kid }: Sealer): { alg: string; kid: string } => ({ alg, kid })

/** The same token under another signature. */
export function resign(token: string, change: (signature: Buffer) => Uint8Array): string {
  const [header, payload, signature = ''] = token.split('.')
  const changed = Buffer.from(change(Buffer.from(signature, 'base64url')))
  return `${header}.${payload}.${changed.toString('base64url')}`
}

/** The same token with one of its segments changed, under the signature that it had. */
export function respell(token: string, segment: 0 | 1 | 2, change: (text: string) => string): string {
  const parts = token.split('.')
  parts[segment] = change(parts[segment] as string)
  return parts.join('.')
}
