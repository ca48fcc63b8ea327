// What does issuing cost, and what does it cost everybody else in the process?
import { createHmac, createPrivateKey, sign } from 'node:crypto'
import { createIssuer, generateKey } from '@meishi/issuer'
import { createSigner as createFastJwt } from 'fast-jwt'
import { importJWK, SignJWT } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import { compareDelays, IN_FLIGHT, inLanes } from '../lib/lanes.mjs'
import { measure, ratios, showCount, showSpread, spread } from '../lib/measure.mjs'
import { audience, issuer } from '../lib/tokens.mjs'

const ROUNDS = 5
const CALLS = { RS256: 600, ES256: 4000, EdDSA: 4000, HS256: 8000 }

export const title = 'Issuing tokens at full speed'
export const goal = 'RS256: event-loop delay p99 ≤ 2 × idle, and no fewer tokens than the others'

export async function run() {
  const tables = []
  for (const alg of Object.keys(CALLS)) tables.push(await compareRates(alg))
  return [...tables, await compareDelays('RS256', await createContestants('RS256'))]
}

async function compareRates(alg) {
  const contestants = await createContestants(alg)
  const runs = Object.fromEntries(
    Object.entries(contestants).map(([name, issue]) => [name, (calls) => inLanes(calls, issue)]),
  )
  const rates = await measure(runs, { rounds: ROUNDS, calls: CALLS[alg] })
  const relative = ratios(rates, 'bare')
  return {
    title: `${alg}, ${IN_FLIGHT} in flight`,
    columns: ['issuer', 'ratio to bare', 'tokens per second'],
    rows: Object.keys(runs).map((name) => [
      name,
      showSpread(relative[name]),
      showCount(spread(rates[name]).median),
    ]),
  }
}

/** All write the same claims. `bare` is `crypto.sign` in the thread pool over text that is there already. */
async function createContestants(alg) {
  const { privateJwk } = await generateKey({ alg, kid: 'bench' })
  const claims = { role: 'reader', tenant: 'acme' }
  const auth = await createIssuer({ issuer, algorithm: alg, audience, keys: { privateJwk } })
  const contestants = {
    bare: bareSigner(alg, privateJwk),
    meishi: () => auth.issue({ subject: 'user-123', claims }),
    jose: await joseIssuer(alg, privateJwk, claims),
  }
  const pem = privateJwk.kty === 'oct' ? Buffer.from(privateJwk.k, 'base64url') : pemOf(privateJwk)
  const fast = createFastJwt({
    key: pem,
    algorithm: alg,
    iss: issuer,
    aud: audience,
    expiresIn: 3_600_000,
    kid: 'bench',
  })
  contestants['fast-jwt'] = async () => fast({ sub: 'user-123', jti: crypto.randomUUID(), ...claims })
  const options = { algorithm: alg, issuer, audience, subject: 'user-123', expiresIn: 3600, keyid: 'bench' }
  if (alg !== 'EdDSA')
    contestants.jsonwebtoken = async () =>
      jsonwebtoken.sign({ ...claims, jti: crypto.randomUUID() }, pem, options)
  return contestants
}

const pemOf = (jwk) => createPrivateKey({ format: 'jwk', key: jwk }).export({ format: 'pem', type: 'pkcs8' })

function bareSigner(alg, jwk) {
  const data = Buffer.alloc(400, 'x')
  if (jwk.kty === 'oct') {
    const secret = Buffer.from(jwk.k, 'base64url')
    return async () => createHmac('sha256', secret).update(data).digest('base64url')
  }
  const key = createPrivateKey({ format: 'jwk', key: jwk })
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
