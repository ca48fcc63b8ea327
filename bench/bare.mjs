// The smallest honest verifier: split, decode, one check with a prepared key, one parse, iss/aud/exp. No strictness.
import { createHmac, timingSafeEqual, verify } from 'node:crypto'

export function createBareVerifier({ alg, key, issuer, audience }) {
  const check =
    alg === 'HS256'
      ? (data, signature) => timingSafeEqual(createHmac('sha256', key).update(data).digest(), signature)
      : (data, signature) => verify(HASHES[alg], data, OPTIONS(alg, key), signature)
  return (token) => {
    const [header, payload, signature] = token.split('.')
    if (JSON.parse(Buffer.from(header, 'base64url').toString()).alg !== alg) throw new Error('alg')
    const data = Buffer.from(token.slice(0, token.lastIndexOf('.')))
    if (!check(data, Buffer.from(signature, 'base64url'))) throw new Error('signature')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    if (claims.iss !== issuer || claims.aud !== audience || claims.exp <= Date.now() / 1000)
      throw new Error('claims')
    return claims
  }
}

const HASHES = { RS256: 'sha256', ES256: 'sha256', EdDSA: null }
const OPTIONS = (alg, key) => (alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : { key })
