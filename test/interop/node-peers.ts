import { createVerifier as createMeishi } from '@meishi/core'
import { createSigner as createFastSigner, createVerifier as createFastVerifier } from 'fast-jwt'
import { CompactEncrypt, compactDecrypt, importJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import type { EncryptingPeer, EncryptionHeader, Peer } from './peer.js'

/** Only Node 24.7 and later have ML-DSA. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const hasMlDsa = major > 24 || (major === 24 && minor >= 7)

/** What an imported key is for: of a direct one that is what encrypts the content. */
const purposeOf = ({ alg, enc }: EncryptionHeader): string => (alg === 'dir' ? enc : alg)

export const JOSE: EncryptingPeer = {
  name: 'jose',
  lacks: (alg) => (alg.startsWith('ML-DSA') && !hasMlDsa ? 'this Node has no ML-DSA' : undefined),
  async sign(claims, { alg, privateJwk }) {
    const key = await importJWK(privateJwk as JWK, alg)
    return new SignJWT(claims).setProtectedHeader({ alg, kid: String(privateJwk.kid) }).sign(key)
  },
  async verify(token, { alg, publicJwk }) {
    const { payload } = await jwtVerify(token, await importJWK(publicJwk as JWK, alg), { algorithms: [alg] })
    return payload
  },
  lacksManagement: () => undefined,
  async encrypt(plaintext, header, publicJwk) {
    const key = await importJWK(publicJwk as JWK, purposeOf(header))
    return new CompactEncrypt(Buffer.from(plaintext)).setProtectedHeader({ ...header }).encrypt(key)
  },
  async open(token, header, privateJwk) {
    const { plaintext } = await compactDecrypt(token, await importJWK(privateJwk as JWK, purposeOf(header)))
    return Buffer.from(plaintext).toString()
  },
}

const jsonWebToken: Peer = {
  name: 'jsonwebtoken',
  lacks: (alg) => (/^(Ed|ML)/.test(alg) ? 'it has no EdDSA and no ML-DSA' : undefined),
  sign: async (claims, { alg, privatePem, privateJwk }) =>
    jsonwebtoken.sign({ ...claims }, privatePem, {
      algorithm: alg as jsonwebtoken.Algorithm,
      keyid: String(privateJwk.kid),
    }),
  verify: async (token, { alg, publicPem }) =>
    jsonwebtoken.verify(token, publicPem, {
      algorithms: [alg as jsonwebtoken.Algorithm],
    }) as object as Record<string, unknown>,
}

const fastJwt: Peer = {
  name: 'fast-jwt',
  lacks(alg) {
    if (alg === 'Ed25519') return 'it knows the algorithm as EdDSA only'
    return alg.startsWith('ML-DSA') ? 'it has no ML-DSA' : undefined
  },
  async sign(claims, { alg, privatePem, privateJwk }) {
    const sign = createFastSigner({
      key: async () => privatePem as string,
      algorithm: alg as 'RS256',
      kid: String(privateJwk.kid),
    })
    return sign(claims)
  },
  verify: async (token, { alg, publicPem }) =>
    createFastVerifier({ key: publicPem as string, algorithms: [alg as 'RS256'] })(token) as Record<
      string,
      unknown
    >,
}

/** Our own verifier is a peer like the others; it signs nothing. */
const meishi: Peer = {
  name: 'meishi',
  lacks: (alg) => (alg.startsWith('ML-DSA') && !hasMlDsa ? 'this Node has no ML-DSA' : undefined),
  sign: async () => Promise.reject(new Error('meishi signs as the one that all others are tried with')),
  async verify(token, { alg, publicJwk, publicPem }) {
    const { kid } = publicJwk
    const keys =
      typeof publicPem === 'string' ? { jwk: publicJwk } : { secret: publicPem, alg, ...(kid && { kid }) }
    const verifier = createMeishi({ issuer: null, audience: null, algorithms: [alg], keys })
    return (await verifier.verify(token)).claims
  },
}

export const OWN_VERIFIER = meishi
export const NODE_PEERS: readonly Peer[] = [JOSE, jsonWebToken, fastJwt]
