import { ConfigurationError } from '../../packages/core/src/errors/configuration-error.js'
import { Refusal } from '../../packages/core/src/errors/refusal.js'
import { Family } from '../../packages/core/src/family.js'
import { ALGORITHMS, type AlgorithmName } from '../../packages/core/src/jose/algorithms.js'
import type { Jwk, JwkSet } from '../../packages/core/src/jose/import-jwk.js'
import type { StaticKeys } from '../../packages/core/src/keys/static-keys.js'
import type { IssuerPolicy } from '../../packages/core/src/policy.js'
import { checkHeader } from '../../packages/core/src/stages/check-header.js'
import { parseToken } from '../../packages/core/src/stages/parse-token.js'
import { resolveKey } from '../../packages/core/src/stages/resolve-key.js'

const ANY = [...ALGORITHMS.keys()] as AlgorithmName[]

/**
 * What the stages up to the signature say of a JWS whose payload need not be a claims set:
 * `accepted`, or the code of the refusal, or `configuration` where the key is refused already.
 */
export async function judge(
  text: string,
  keys: StaticKeys | readonly StaticKeys[],
  algorithms = ANY,
): Promise<string> {
  try {
    const { policy } = new Family({ issuer: null, audience: null, keys, algorithms, cache: false }).root
    const [issuer] = policy.issuers as [IssuerPolicy]
    const token = parseToken(text)
    const found = await resolveKey(token.facts, checkHeader(token.facts, issuer, policy), issuer)
    const data = Buffer.from(token.signingInput)
    const answers = await Promise.all(found.map((key) => key.holds(data, token.signature)))
    return answers.includes(true) ? 'accepted' : 'signature_invalid'
  } catch (error) {
    if (error instanceof Refusal || error instanceof ConfigurationError) return error.code
    throw error
  }
}

/**
 * A JWK or a set of them as the options want it declared: secrets as secrets, and all else as it stands,
 * a set with a secret among public keys included.
 */
export function declare(key: Jwk | JwkSet): StaticKeys | readonly StaticKeys[] {
  const list = isSet(key) ? key.keys : [key]
  if (list.every(({ kty }) => kty === 'oct')) return list.map(secret)
  return isSet(key) ? { jwks: key } : { jwk: key }
}

const isSet = (key: Jwk | JwkSet): key is JwkSet => 'keys' in key

function secret({ k, kid, alg }: Jwk): StaticKeys {
  const bytes = Buffer.from(String(k), 'base64url')
  return {
    secret: bytes,
    ...(kid !== undefined && { kid }),
    ...(alg !== undefined && { alg: alg as AlgorithmName }),
  }
}

/** The public part of a JWK; a secret stays what it is. */
export function publicPart(jwk: Jwk): Jwk {
  if (jwk.kty === 'oct') return jwk
  const { d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...rest } = jwk
  return rest
}
