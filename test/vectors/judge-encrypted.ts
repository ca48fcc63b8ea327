import type { DecryptionKeys, DecryptionOptions, Jwk } from '@meishi/core'
import { ConfigurationError } from '../../packages/core/src/errors/configuration-error.js'
import { Refusal } from '../../packages/core/src/errors/refusal.js'
import { resolveDecryption } from '../../packages/core/src/options/resolve-decryption.js'
import type { DecryptionPolicy } from '../../packages/core/src/policy.js'
import { decryptToken } from '../../packages/core/src/stages/decrypt-token.js'
import { parseEncrypted } from '../../packages/core/src/stages/parse-encrypted.js'

/**
 * What the stages that open a token say of a JWE whose plaintext need not be a token: the plaintext, or the code of the
 * refusal, or `configuration` where the key is refused already.
 */
export async function open(
  text: string,
  key: Jwk,
  more: Partial<DecryptionOptions> = {},
): Promise<Buffer | string> {
  try {
    const decryption = { keys: declareDecryption(key), ...more }
    const policy = resolveDecryption({ decryption }, {}, undefined).decryption as DecryptionPolicy
    return (await decryptToken(parseEncrypted(text), policy)).plaintext
  } catch (error) {
    if (error instanceof Refusal || error instanceof ConfigurationError) return error.code
    throw error
  }
}

/** A JWK as the options want it declared: a secret as a secret, and all else as it stands. */
export function declareDecryption(jwk: Jwk): DecryptionKeys {
  if (jwk.kty !== 'oct') return { jwk }
  const { kid, alg } = jwk as { kid?: string; alg?: never }
  const secret = Buffer.from(String(jwk.k), 'base64url')
  return { secret, ...(kid !== undefined && { kid }), ...(alg !== undefined && { alg }) }
}
