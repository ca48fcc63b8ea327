import { ConfigurationError, UnavailableError } from '@meishi/core'
import { ALGORITHMS, importJwk, isFunction, isObject, isOneOf, isText } from '@meishi/core/adapter'
import { publish } from './create-token-signer.js'
import type { TokenSigner } from './token-signer.js'

const checkShape = isObject(
  { alg: isOneOf([...ALGORITHMS.keys()]), kid: isText, publicJwk: () => {}, sign: isFunction },
  ['alg', 'kid', 'sign'],
)

/**
 * A signer of somebody else's, each of whose signatures is checked before it leaves: a key that was exchanged behind
 * its name, or ECDSA in DER, would otherwise be found by every verifier and by nobody here.
 *
 * @throws ConfigurationError where it lacks something
 */
export function checkSigner(signer: TokenSigner, path: string): TokenSigner {
  checkShape({ ...signer, sign: signer.sign }, path)
  const { alg, kid, publicJwk } = signer
  const sign: TokenSigner['sign'] = async (data) => signer.sign(data)
  if (ALGORITHMS.get(alg)?.kty === 'oct')
    return Object.freeze({ alg, kid, sign: guarded(sign, async () => true) })
  if (publicJwk === undefined)
    throw new ConfigurationError(
      `${path}.publicJwk`,
      'is required: it is published, and checks what was signed',
    )
  const verification = importJwk({ ...publicJwk, alg }, [alg], `${path}.publicJwk`)
  const holds: Check = async (data, signature) =>
    verification.holds(Buffer.from(data), Buffer.from(signature))
  return Object.freeze({ alg, kid, publicJwk: publish(publicJwk, alg, kid), sign: guarded(sign, holds) })
}

type Check = (data: Uint8Array, signature: Uint8Array) => Promise<boolean>

function guarded(sign: TokenSigner['sign'], holds: Check): TokenSigner['sign'] {
  return async (data) => {
    const signature = await unlessItFails(sign, data)
    if (signature instanceof Uint8Array && signature.length > 0 && (await holds(data, signature)))
      return signature
    throw unavailable(new Error('the signer returned no signature that holds under its public key'))
  }
}

async function unlessItFails(sign: TokenSigner['sign'], data: Uint8Array): Promise<unknown> {
  try {
    return await sign(data)
  } catch (cause) {
    throw unavailable(cause)
  }
}

const unavailable = (cause: unknown): UnavailableError => new UnavailableError('issuer', { cause })
