// The same issuer, keys and tokens for every contestant.
import { createPublicKey, createSecretKey } from 'node:crypto'
import { createSigner, mintToken } from '@meishi/core/testing'

export const issuer = 'https://auth.example.com'
export const audience = 'https://api.example.com'

/** A key in every form that a contestant may want. */
export function prepare(alg) {
  const signer = createSigner({ alg, kid: 'bench' })
  const common = {
    alg,
    issuer,
    audience,
    keys: signer.keys,
    mint: (bytes, claims) => mint(signer, bytes, claims),
  }
  if ('secret' in signer.keys) {
    const { secret } = signer.keys
    return { ...common, key: createSecretKey(secret), pem: Buffer.from(secret), jwks: { keys: [] } }
  }
  const key = createPublicKey({ format: 'jwk', key: signer.keys.jwk })
  const pem = key.export({ format: 'pem', type: 'spki' })
  return { ...common, key, pem, jwks: { keys: [{ use: 'sig', ...signer.keys.jwk }] } }
}

/** A token whose payload has about so many bytes. */
function mint(signer, bytes, more = {}) {
  const claims = { iss: issuer, aud: audience, sub: 'user-123', padding: '', ...more }
  const size = JSON.stringify({ ...claims, iat: 1e9, exp: 1e9, jti: '0'.repeat(36) }).length
  return mintToken(signer, { ...claims, padding: 'x'.repeat(Math.max(0, bytes - size)) })
}

const bytes = Buffer.alloc(65_536)

/** A string that shares nothing with the one it was made of, like one that a parser has cut out of a request. */
export function fresh(text) {
  return bytes.toString('latin1', 0, bytes.write(text, 'latin1'))
}
