import { randomUUID } from 'node:crypto'
import type { GeneratedJwt, JwtGeneratePlan, NumericDate, RuntimeVariables } from '@meishi/core'
import type { CryptoRegistry } from './crypto-registry.js'
import { makeToken } from './make-token.js'
import { findEncrypter, findSigner } from './planned-keys.js'
import { resolveClaims } from './resolve-claims.js'

/** A token that could be made now. */
interface Prepared {
  /** All that it is made of, besides the time and the `jti`. */
  readonly inputs: readonly unknown[]
  make(now: NumericDate): Promise<GeneratedJwt>
}

/**
 * What a policy does with the runtime variables of one request: everything is read before anything is made.
 *
 * @throws ConfigurationError where a crypto object is missing or cannot do what the plan wants
 */
export function createRecipe(
  { sign, encrypt, claims: plan, output }: JwtGeneratePlan,
  registry: CryptoRegistry,
): (scopes: readonly RuntimeVariables[]) => Prepared {
  const signerOf = sign === undefined || !('key' in sign) ? undefined : findSigner(sign, registry)
  const encrypterOf = encrypt && findEncrypter(encrypt, registry)
  return (scopes) => {
    const claims = resolveClaims(plan, scopes)
    const signer = signerOf?.(scopes)
    const encrypter = encrypterOf?.(scopes)
    const make = async (now: NumericDate): Promise<GeneratedJwt> => {
      const iat = Math.floor(now)
      const exp = iat + plan.lifetime
      const jti = plan.tokenId ? { jti: randomUUID() } : {}
      const unsigned = sign === undefined ? undefined : 'none'
      const token = await makeToken({ ...claims, ...jti, iat, exp }, signer?.key ?? unsigned, encrypter?.key)
      return { token, expiresAt: exp, output }
    }
    return { inputs: [claims, signer?.fingerprint, encrypter?.fingerprint], make }
  }
}
