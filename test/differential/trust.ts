import { createSecretKey } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { AuthError, createVerifier, type Jwk, type RefusalCode, type Verifier } from '@meishi/core'
import { createSigner, type Signer } from '@meishi/core/testing'
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey, jwtVerify } from 'jose'

export const ISSUER = 'https://id.test'
export const AUDIENCE = 'https://api.test'
/** Both sides read the same clock, and it stands still. */
export const NOW = 1_800_000_000

/** Whose tokens both sides accept, and one whom neither knows. */
export const SIGNERS = {
  ES256: createSigner({ alg: 'ES256', kid: 'es' }),
  RS256: createSigner({ alg: 'RS256', kid: 'rs' }),
  PS256: createSigner({ alg: 'PS256', kid: 'ps' }),
  Ed25519: createSigner({ alg: 'Ed25519', kid: 'ed' }),
  HS256: createSigner({ alg: 'HS256', kid: 'hs' }),
} as const satisfies Record<string, Signer>
export const STRANGER = createSigner({ alg: 'ES256', kid: 'es' })

export type Trusted = keyof typeof SIGNERS

/** The key of Ed25519 says nothing of its algorithm, which has two names. */
const withoutAlg = ({ alg: _alg, ...jwk }: Jwk): Jwk => jwk as Jwk
const jwks = {
  keys: [
    ...SIGNERS.ES256.jwks.keys,
    ...SIGNERS.RS256.jwks.keys,
    ...SIGNERS.PS256.jwks.keys,
    ...SIGNERS.Ed25519.jwks.keys.map(withoutAlg),
  ],
}
const bytes = (SIGNERS.HS256.keys as { secret: Uint8Array }).secret

const common = { issuer: ISSUER, audience: AUDIENCE }
const publicAlgorithms = ['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519'] as const

const ours = {
  public: createVerifier({ ...common, keys: { jwks }, algorithms: publicAlgorithms, clock: () => NOW }),
  shared: createVerifier({
    ...common,
    keys: { secret: createSecretKey(bytes) },
    algorithms: ['HS256'],
    clock: () => NOW,
  }),
} satisfies Record<string, Verifier>

const local = createLocalJWKSet(jwks as unknown as JSONWebKeySet)
const theirs: Record<keyof typeof ours, { key: JWTVerifyGetKey; algorithms: string[] }> = {
  public: { key: local, algorithms: [...publicAlgorithms] },
  shared: { key: async () => bytes, algorithms: ['HS256'] },
}

/** What one side says of a token. */
type Verdict =
  | { readonly accepted: true; readonly header: unknown; readonly claims: unknown }
  | { readonly accepted: false; readonly code: RefusalCode | string }

/** Which verifier a token of this signer is for. */
export const sideOf = (signer: Trusted): keyof typeof ours => (signer === 'HS256' ? 'shared' : 'public')

/** @throws what is neither an acceptance nor a refusal: a fault */
export async function askMeishi(token: string, side: keyof typeof ours): Promise<Verdict> {
  try {
    const { token: verified, claims } = await ours[side].verify(token)
    return { accepted: true, header: verified.header, claims }
  } catch (error) {
    if (error instanceof AuthError) return { accepted: false, code: error.code }
    throw error
  }
}

/** jose throws its own errors for tokens, and a `TypeError` of the platform for some signatures and keys. */
export async function askJose(token: string, side: keyof typeof ours): Promise<Verdict> {
  const { key, algorithms } = theirs[side]
  const currentDate = new Date(NOW * 1000)
  try {
    const options = { ...common, algorithms, currentDate, clockTolerance: 5 }
    const { protectedHeader, payload } = await jwtVerify(token, key, options)
    return { accepted: true, header: protectedHeader, claims: payload }
  } catch (error) {
    if (error instanceof errors.JOSEError) return { accepted: false, code: error.code }
    if (error instanceof TypeError || error instanceof DOMException)
      return { accepted: false, code: error.name }
    throw error
  }
}

/** Whether two acceptances are of the same token. */
export const areEqual = (one: Verdict, other: Verdict): boolean =>
  one.accepted &&
  other.accepted &&
  isDeepStrictEqual(one.header, other.header) &&
  isDeepStrictEqual(one.claims, other.claims)
