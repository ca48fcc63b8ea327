// The floor: the smallest honest verifier (split, decode, one check with a prepared key, one parse, iss/aud/exp, no
// strictness), and the primitive under it, which checks nothing but the signature.
import { createHmac, timingSafeEqual, verify } from 'node:crypto'

/** It never reads the header: its key is used with one algorithm, whatever a token says. */
export function createBareVerifier({ alg, key, issuer, audience }) {
  const holds = signatureCheck(alg, key)
  return (token) => {
    const [header, payload, signature] = token.split('.')
    if (!holds(Buffer.from(`${header}.${payload}`), Buffer.from(signature, 'base64url')))
      throw new Error('signature')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    if (claims.iss !== issuer || claims.aud !== audience || !(claims.exp > Date.now() / 1000))
      throw new Error('claims')
    return claims
  }
}

/** The same, with a look at the `alg` of the header: for the record, because most verifiers cannot do without. */
export function createHeaderReader(prepared) {
  const verifyBare = createBareVerifier(prepared)
  return (token) => {
    const header = JSON.parse(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString())
    if (header.alg !== prepared.alg) throw new Error('alg')
    return verifyBare(token)
  }
}

/** The least that a hot verifier could do: one look into a map by the whole token, and whether it has expired. */
export function createBareMap(prepared) {
  const verifyBare = createBareVerifier(prepared)
  const seen = new Map()
  return (token) => {
    const claims = seen.get(token)
    if (claims !== undefined && claims.exp > Date.now() / 1000) return claims
    const verified = verifyBare(token)
    seen.set(token, verified)
    return verified
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
