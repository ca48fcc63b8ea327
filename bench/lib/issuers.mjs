// Who issues. All write the same claims, keys prepared; `bare` is `crypto.sign` in the thread pool over text that is there.
import { createHmac, createPrivateKey, createSecretKey, sign } from 'node:crypto'
import { createIssuer, generateKey } from '@meishi/issuer'
import { createSigner as createFastJwt } from 'fast-jwt'
import { importJWK, SignJWT } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import { audience, issuer } from './tokens.mjs'

/** By name: `() => Promise` of one token. */
export async function createIssuers(alg) {
  const { privateJwk } = await generateKey({ alg, kid: 'bench' })
  const claims = { role: 'reader', tenant: 'acme' }
  const auth = await createIssuer({ issuer, algorithm: alg, audience, keys: { privateJwk } })
  const issuers = {
    bare: bareSigner(alg, privateJwk),
    meishi: () => auth.issue({ subject: 'user-123', claims }),
    jose: await joseIssuer(alg, privateJwk, claims),
  }
  const isSecret = privateJwk.kty === 'oct'
  const key = isSecret ? createSecretKey(privateJwk.k, 'base64url') : keyOf(privateJwk)
  const pem = isSecret ? key.export() : key.export({ format: 'pem', type: 'pkcs8' })
  const fast = createFastJwt({
    key: pem,
    algorithm: alg,
    iss: issuer,
    aud: audience,
    expiresIn: 3_600_000,
    kid: 'bench',
  })
  issuers['fast-jwt'] = async () => fast({ sub: 'user-123', jti: crypto.randomUUID(), ...claims })
  const options = { algorithm: alg, issuer, audience, subject: 'user-123', expiresIn: 3600, keyid: 'bench' }
  if (alg !== 'EdDSA')
    issuers.jsonwebtoken = async () =>
      jsonwebtoken.sign({ ...claims, jti: crypto.randomUUID() }, key, options)
  return issuers
}

const keyOf = (jwk) => createPrivateKey({ format: 'jwk', key: jwk })

function bareSigner(alg, jwk) {
  const data = Buffer.alloc(400, 'x')
  if (jwk.kty === 'oct') {
    const secret = Buffer.from(jwk.k, 'base64url')
    return async () => createHmac('sha256', secret).update(data).digest('base64url')
  }
  const key = keyOf(jwk)
  const hash = alg === 'EdDSA' ? null : 'sha256'
  return () =>
    new Promise((resolve, reject) => {
      sign(hash, data, { key, dsaEncoding: 'ieee-p1363' }, (error, signature) =>
        error ? reject(error) : resolve(signature),
      )
    })
}

async function joseIssuer(alg, jwk, claims) {
  const key = await importJWK(jwk, alg)
  return () =>
    new SignJWT({ ...claims, jti: crypto.randomUUID() })
      .setProtectedHeader({ alg, kid: 'bench', typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject('user-123')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(key)
}
