// The floor: the smallest honest verifier (split, decode, one check with a prepared key, one parse, iss/aud/exp, no
// strictness), and the primitive under it, which checks nothing but the signature.
import { createHmac, timingSafeEqual, verify } from 'node:crypto'

export function createBareVerifier({ alg, key, issuer, audience }) {
  const holds = signatureCheck(alg, key)
  return (token) => {
    const [header, payload, signature] = token.split('.')
    if (JSON.parse(Buffer.from(header, 'base64url').toString()).alg !== alg) throw new Error('alg')
    const data = Buffer.from(token.slice(0, token.lastIndexOf('.')))
    if (!holds(data, Buffer.from(signature, 'base64url'))) throw new Error('signature')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    if (claims.iss !== issuer || claims.aud !== audience || claims.exp <= Date.now() / 1000)
      throw new Error('claims')
    return claims
  }
}

export function createRawCheck({ alg, key }) {
  const holds = signatureCheck(alg, key)
  return (token) => {
    const end = token.lastIndexOf('.')
    if (!holds(Buffer.from(token.slice(0, end)), Buffer.from(token.slice(end + 1), 'base64url')))
      throw new Error('signature')
  }
}

function signatureCheck(alg, key) {
  if (alg === 'HS256')
    return (data, signature) => timingSafeEqual(createHmac('sha256', key).update(data).digest(), signature)
  const input = alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : key
  return (data, signature) => verify(HASHES[alg], data, input, signature)
}

const HASHES = { RS256: 'sha256', ES256: 'sha256', EdDSA: null }
